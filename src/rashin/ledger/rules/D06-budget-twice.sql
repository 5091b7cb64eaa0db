/*
code = "D06"
theme = "duplicates"
severity = "error"
name.ja = "1つの事業の1つの年度に、予算が2行ある"
name.en = "A programme has two budgets for one year"
why.ja = "足すと予算が二重になります。補正は同じ行の「補正予算」に入れます。"
why.en = "Added up they double the budget. A supplement belongs in the column of the same row."
mend.ja = "{fiscal_year}年度の予算が {times} 行あります（{ids}）。1行にまとめてください。"
mend.en = "There are {times} budgets for fiscal {fiscal_year} ({ids}). Keep one."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.times = {ja = "行の数", en = "rows"}
facts.ids = {ja = "番号", en = "ids"}

[[passing]]
budget = [
  {id = "b1", programme = "a", fiscal_year = 2023, total = 1},
  {id = "b2", programme = "a", fiscal_year = 2024, total = 1},
  {id = "b3", programme = "a", award = "w", fiscal_year = 2024, total = 1},
]

[[failing]]
found = ["budget:b1"]
budget = [
  {id = "b1", programme = "a", fiscal_year = 2024, total = 1},
  {id = "b2", programme = "a", fiscal_year = 2024, total = 2},
]
*/
SELECT 'budget' AS kind, min(id) AS id, fiscal_year, count(*) AS times, array_to_string(list_sort(list(id))[:5], '、') AS ids
FROM budget WHERE fiscal_year IS NOT NULL GROUP BY programme, award, fiscal_year HAVING count(*) > 1
