/*
code = "T06"
theme = "time"
severity = "error"
name.ja = "年度と日付が合わない"
name.en = "The fiscal year does not match the date"
why.ja = "年度は4月に始まります。支払だけは、前の年度の分を4月と5月（出納整理期間）にもできます。"
why.en = "A fiscal year begins in April. Only payments of the old year may still be made in April and May."
mend.ja = "{day} は {expected}年度ですが、{fiscal_year}年度になっています。日付か年度を直してください。"
mend.en = "{day} lies in fiscal {expected}, and {fiscal_year} was entered. Correct the date or the year."
facts.day = {ja = "日付", en = "date"}
facts.fiscal_year = {ja = "書かれた年度", en = "fiscal year as written"}
facts.expected = {ja = "日付の年度", en = "fiscal year of the date"}

[[passing]]
payment = [
  {id = "p1", paid = 2024-04-01, fiscal_year = 2024, amount = 1},
  {id = "p2", paid = 2025-03-31, fiscal_year = 2024, amount = 1},
  {id = "p3", paid = 2025-05-31, fiscal_year = 2024, amount = 1},
  {id = "p4", fiscal_year = 2024, amount = 1},
]

[[failing]]
found = ["payment:p1", "payment:p2", "commitment:c"]
payment = [
  {id = "p1", paid = 2024-03-31, fiscal_year = 2024, amount = 1},
  {id = "p2", paid = 2025-06-01, fiscal_year = 2024, amount = 1},
]
commitment = [{id = "c", agreed = 2025-04-01, fiscal_year = 2024, amount = 1}]
*/
SELECT 'payment' AS kind, id, paid AS day, fiscal_year, year_of(paid) AS expected
FROM payment WHERE year_of(paid) <> fiscal_year AND NOT (year_of(paid) = fiscal_year + 1 AND month(paid) IN (4, 5))
UNION ALL
SELECT 'commitment', id, agreed, fiscal_year, year_of(agreed) FROM commitment WHERE year_of(agreed) <> fiscal_year
