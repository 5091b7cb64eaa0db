/*
code = "R05"
theme = "results"
severity = "warning"
name.ja = "指標を増やすのか減らすのかが書かれていない"
name.en = "An indicator without a direction"
why.ja = "目標より大きい値が、よいのか悪いのか決まりません。"
why.en = "Whether a value above the target is good or bad is left open."
mend.ja = "指標「{title}」に向き（増やす・減らす・保つ）を入れてください。"
mend.en = "Give the indicator “{title}” a direction (up, down, keep)."
facts.title = {ja = "指標", en = "indicator"}

[[passing]]
indicator = [{id = "k", title = "件数", direction = "up"}]

[[failing]]
found = ["indicator:k"]
indicator = [{id = "k", title = "件数"}]
*/
SELECT 'indicator' AS kind, id, title FROM indicator WHERE trim(coalesce("direction", '')) = ''
