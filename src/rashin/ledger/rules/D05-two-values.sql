/*
code = "D05"
theme = "duplicates"
severity = "error"
name.ja = "1つの指標の1つの年度に、違う値が2つある"
name.en = "An indicator has two values for one year"
why.ja = "どちらの値が成果なのか分かりません。"
why.en = "Nobody can tell which of them is the result."
mend.ja = "{fiscal_year}年度の値が {low} と {high} の両方あります。正しい方を残し、もう一方を取り消してください。"
mend.en = "For fiscal {fiscal_year} there are both {low} and {high}. Keep the right one and withdraw the other."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.low = {ja = "小さい方", en = "the lower"}
facts.high = {ja = "大きい方", en = "the higher"}

[[passing]]
observation = [
  {id = "v1", indicator = "k", fiscal_year = 2023, value = 1.0},
  {id = "v2", indicator = "k", fiscal_year = 2024, value = 2.0},
  {id = "v3", indicator = "k", fiscal_year = 2024, value = 3.0, observed = 2024-12-01},
  {id = "v4", indicator = "k", fiscal_year = 2023, value = 1.0},
]

[[failing]]
found = ["observation:v1"]
observation = [
  {id = "v1", indicator = "k", fiscal_year = 2023, value = 1.0},
  {id = "v2", indicator = "k", fiscal_year = 2023, value = 2.0},
]
*/
SELECT 'observation' AS kind, min(id) AS id, fiscal_year, min(value) AS low, max(value) AS high
FROM observation WHERE value IS NOT NULL AND fiscal_year IS NOT NULL
GROUP BY indicator, fiscal_year, observed, method HAVING min(value) <> max(value)
