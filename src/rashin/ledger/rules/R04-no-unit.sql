/*
code = "R04"
theme = "results"
severity = "warning"
name.ja = "指標に単位がない"
name.en = "An indicator without a unit"
why.ja = "「30」が30件なのか30％なのか、読む人には分かりません。"
why.en = "A reader cannot tell whether “30” is thirty cases or thirty percent."
mend.ja = "指標「{title}」に単位を入れてください。"
mend.en = "Give the indicator “{title}” a unit."
facts.title = {ja = "指標", en = "indicator"}

[[passing]]
indicator = [{id = "k", title = "件数", unit = "件"}]

[[failing]]
found = ["indicator:k"]
indicator = [{id = "k", title = "件数"}]
*/
SELECT 'indicator' AS kind, id, title FROM indicator WHERE trim(coalesce("unit", '')) = ''
