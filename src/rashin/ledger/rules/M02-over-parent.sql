/*
code = "M02"
theme = "money"
severity = "warning"
name.ja = "1件の支払が、その年度の予算と執行額より大きい"
name.en = "One payment is larger than the year's whole budget and execution"
why.ja = "1件が全体を超えることはありません。数え方（基金からの支払、複数年度など）が違うか、金額が違います。"
why.en = "A part cannot exceed the whole. Either they are counted differently (paid from a fund, over years), or an amount is wrong."
mend.ja = "支払 {amount:,}円が、{fiscal_year}年度の {parent:,}円を超えています。どちらの金額が正しいか確かめてください。"
mend.en = "¥{amount:,} was paid out of ¥{parent:,} in fiscal {fiscal_year}. Check which amount is right."
facts.amount = {ja = "支払（円）", en = "paid (yen)"}
facts.parent = {ja = "予算・執行額の大きい方（円）", en = "the larger of budget and execution (yen)"}
facts.fiscal_year = {ja = "年度", en = "fiscal year"}

[[passing]]
budget = [{id = "b", programme = "a", fiscal_year = 2024, total = 2000000, executed = 1900000}]
payment = [{id = "p1", programme = "a", fiscal_year = 2024, amount = 2000000}]

[[failing]]
found = ["payment:p1", "payment:p2"]
budget = [{id = "b", programme = "a", fiscal_year = 2024, total = 400000, executed = 400000}]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, amount = 400001},
  {id = "p2", programme = "a", fiscal_year = 2024, amount = 10000000},
  {id = "p3", programme = "a", fiscal_year = 2024, amount = 400000000000},
]
*/
WITH parents AS (
  SELECT programme, fiscal_year, max(greatest(total, executed)) AS parent FROM budget WHERE award IS NULL GROUP BY ALL
)
SELECT 'payment' AS kind, p.id, p.amount, parent, p.fiscal_year
FROM payment p JOIN parents ON parents.programme = p.programme AND parents.fiscal_year = p.fiscal_year
WHERE parent > 0 AND p.amount > parent AND NOT (p.amount > 10 * parent AND p.amount > 10000000)
