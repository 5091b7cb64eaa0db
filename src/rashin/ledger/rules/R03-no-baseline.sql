/*
code = "R03"
theme = "results"
severity = "warning"
name.ja = "指標に基準値がない"
name.en = "An indicator without a baseline"
why.ja = "始まる前の値がなければ、よくなったのかどうか分かりません。"
why.en = "Without the value before the start nobody can tell whether it improved."
mend.ja = "指標「{title}」に始まる前の値（基準値）を入れてください。"
mend.en = "Give the indicator “{title}” the value before the start."
facts.title = {ja = "指標", en = "indicator"}

[[passing]]
indicator = [{id = "k", title = "件数", baseline = 10.0}]

[[failing]]
found = ["indicator:k"]
indicator = [{id = "k", title = "件数"}]
*/
SELECT 'indicator' AS kind, id, title FROM indicator WHERE "baseline" IS NULL
