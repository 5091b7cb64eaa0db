/*
code = "M01"
theme = "money"
severity = "error"
name.ja = "支払が、その元の予算・執行額の10倍を超える"
name.en = "A payment is over ten times the budget or execution it came out of"
why.ja = "円を百万円の欄に書くと100万倍になります。少ない行でも合計をまるごと変えます。誰が誤ったかは、ここからは分かりません。予算が丸めて書かれた小さな行と区別するため、1,000万円までは M02 で見ます。"
why.en = "Yen typed where million yen are meant are a million times too much: a few rows change the whole total. Who erred cannot be told from here. Up to ¥10 million, where budgets are rounded, M02 looks instead."
mend.ja = "支払 {amount:,}円は、元の {parent:,}円の {ratio:,} 倍です。証拠書類で金額と単位を確かめて直してください。"
mend.en = "The payment of ¥{amount:,} is {ratio:,} times the ¥{parent:,} it came out of. Check amount and unit against the vouchers."
facts.amount = {ja = "支払（円）", en = "paid (yen)"}
facts.parent = {ja = "予算・執行額・採択額のうち大きい方（円）", en = "the larger of budget and execution, or the award (yen)"}
facts.ratio = {ja = "倍", en = "times"}

[[passing]]
programme = [{id = "a", title = "事業"}]
budget = [{id = "b", programme = "a", fiscal_year = 2024, total = 2000000, executed = 1900000}]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, amount = 20000000},
  {id = "p2", programme = "a", fiscal_year = 2023, amount = 999000000},
]

[[failing]]
found = ["payment:p1"]
programme = [{id = "a", title = "事業"}]
budget = [{id = "b", programme = "a", fiscal_year = 2024, total = 37000000, executed = 35000000}]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, amount = 24890800000000},
  {id = "p2", programme = "a", fiscal_year = 2024, amount = 24890800},
]

[[failing]]
found = ["payment:p1"]
award = [{id = "w", title = "採択", amount = 30000000}]
payment = [{id = "p1", award = "w", amount = 30000000000}]
*/
WITH parents AS (
  SELECT programme, fiscal_year, max(greatest(total, executed)) AS parent FROM budget WHERE award IS NULL GROUP BY ALL
), large AS (
  SELECT id, programme, award, fiscal_year, amount FROM payment WHERE amount > 10000000
), beside AS (
  SELECT large.id, large.amount, coalesce(award.amount, parents.parent) AS parent
  FROM large
  LEFT JOIN award ON award.id = large.award
  LEFT JOIN parents ON parents.programme = large.programme AND parents.fiscal_year = large.fiscal_year
)
SELECT 'payment' AS kind, id, amount, parent, amount // parent AS ratio
FROM beside WHERE parent > 0 AND amount > 10 * parent
