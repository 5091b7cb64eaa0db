/*
code = "R09"
theme = "results"
severity = "warning"
name.ja = "調査や推計なのに件数がない"
name.en = "A survey or an estimate without its sample size"
why.ja = "3人に聞いた80％と3,000人に聞いた80％は、同じ数字でも違います。"
why.en = "Eighty percent of three people is not eighty percent of three thousand."
mend.ja = "値 {value}（{method}）に、何件から求めたかを入れてください。"
mend.en = "Say from how many the value {value} ({method}) was obtained."
facts.value = {ja = "実績値", en = "value"}
facts.method = {ja = "測り方", en = "method"}

[[passing]]
observation = [
  {id = "v1", indicator = "k", value = 80.0, method = "survey", sample_size = 300},
  {id = "v2", indicator = "k", value = 80.0, method = "audited"},
]

[[failing]]
found = ["observation:v1"]
observation = [{id = "v1", indicator = "k", value = 80.0, method = "survey"}]
*/
SELECT 'observation' AS kind, id, value, method FROM observation
WHERE value IS NOT NULL AND method IN ('survey', 'modelled') AND coalesce(sample_size, 0) <= 0
