/*
code = "R07"
theme = "results"
severity = "warning"
name.ja = "実績の測り方が書かれていない"
name.en = "A value without its method"
why.ja = "サービスが測った値と自己申告では、確かさが違います。"
why.en = "What a service measured and what somebody declared are not equally sure."
mend.ja = "{fiscal_year}年度の実績 {value} に、測り方（measured・audited・survey・self-reported・modelled）を入れてください。"
mend.en = "Say how the value {value} of fiscal {fiscal_year} was obtained: measured, audited, survey, self-reported or modelled."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.value = {ja = "実績値", en = "value"}

[[passing]]
observation = [
  {id = "v1", indicator = "k", value = 1.0, method = "audited"},
  {id = "v2", indicator = "k", planned = 1.0},
]

[[failing]]
found = ["observation:v1"]
observation = [{id = "v1", indicator = "k", fiscal_year = 2024, value = 1.0}]
*/
SELECT 'observation' AS kind, id, fiscal_year, value FROM observation WHERE value IS NOT NULL AND trim(coalesce(method, '')) = ''
