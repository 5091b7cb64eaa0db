/*
code = "M25"
theme = "money"
severity = "warning"
name.ja = "直接の支払の合計が執行額を超える"
name.en = "Direct payments add up to more than was executed"
why.ja = "執行額は支払った額です。1段目の支払を足して超えるなら、段か金額が違います。"
why.en = "Execution is what was paid. If tier 1 adds up to more, a tier or an amount is wrong."
mend.ja = "{fiscal_year}年度の執行額 {executed:,}円に対して、1段目の支払は合わせて {paid:,}円です。"
mend.en = "In fiscal {fiscal_year} ¥{executed:,} was executed, and payments of tier 1 come to ¥{paid:,}."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.executed = {ja = "執行額（円）", en = "executed (yen)"}
facts.paid = {ja = "1段目の支払の合計（円）", en = "paid in tier 1 (yen)"}

[[passing]]
budget = [{id = "b", programme = "a", fiscal_year = 2024, total = 100, executed = 100}]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, amount = 100, tier = 1},
  {id = "p2", programme = "a", fiscal_year = 2024, amount = 50, tier = 2},
  {id = "p3", programme = "a", fiscal_year = 2024, amount = 50},
]

[[failing]]
found = ["budget:b"]
budget = [{id = "b", programme = "a", fiscal_year = 2024, total = 100, executed = 100}]
payment = [{id = "p1", programme = "a", fiscal_year = 2024, amount = 101, tier = 1}]
*/
WITH sums AS (
  SELECT programme, fiscal_year, sum(net(amount, move)) AS paid FROM payment WHERE tier = 1 GROUP BY ALL
)
SELECT 'budget' AS kind, b.id, b.fiscal_year, b.executed, paid
FROM budget b JOIN sums USING (programme, fiscal_year)
WHERE b.award IS NULL AND b.executed > 0 AND paid - b.executed > coalesce(unit_yen(b.executed_unit), 1) // 2
