/*
code = "R02"
theme = "results"
severity = "warning"
name.ja = "指標に目標値がない"
name.en = "An indicator without a target"
why.ja = "目標がなければ、達成したかどうかを誰も言えません。"
why.en = "Without a target nobody can say whether it was met."
mend.ja = "指標「{title}」に目標値を入れてください。"
mend.en = "Give the indicator “{title}” a target."
facts.title = {ja = "指標", en = "indicator"}

[[passing]]
indicator = [{id = "k", title = "件数", target = 10.0}]

[[failing]]
found = ["indicator:k"]
indicator = [{id = "k", title = "件数"}]
*/
SELECT 'indicator' AS kind, id, title FROM indicator WHERE "target" IS NULL
