/*
code = "R01"
theme = "results"
severity = "warning"
name.ja = "期日を過ぎたのに実績が1つもない"
name.en = "Past its due date, and no value at all"
why.ja = "約束した成果がどうなったか、分からないままです。「報告なし」として公開します。"
why.en = "What became of the promise is not known. It is published as not reported."
mend.ja = "「{title}」の期日 {due} を過ぎています。実績を入れるか、入れられない理由を記録してください。"
mend.en = "“{title}” was due on {due}. Enter the value, or why there is none."
facts.title = {ja = "指標", en = "indicator"}
facts.due = {ja = "期日", en = "due"}

[[passing]]
indicator = [
  {id = "k1", title = "件数", due_year = 2020},
  {id = "k2", title = "件数", due = 2999-03-31},
  {id = "k3", title = "件数"},
]
observation = [{id = "v", indicator = "k1", fiscal_year = 2020, value = 0.0}]

[[failing]]
found = ["indicator:k1", "indicator:k2"]
indicator = [{id = "k1", title = "件数", due = 2021-03-31}, {id = "k2", title = "件数", due_year = 2020}]
observation = [{id = "v", indicator = "k1", fiscal_year = 2020, planned = 3.0}]
*/
SELECT 'indicator' AS kind, k.id, k.title, due_day(k.due, k.due_year) AS due
FROM indicator k ANTI JOIN (FROM observation WHERE value IS NOT NULL) v ON v.indicator = k.id
WHERE due_day(k.due, k.due_year) < checked_on()
