/*
code = "M13"
theme = "money"
severity = "error"
name.ja = "再委託の合計が、元の支払を超える"
name.en = "Sub-awards add up to more than was received"
why.ja = "受け取った額より多くを、そのお金から渡すことはできません。"
why.en = "Nobody can pass on more of this money than they received."
mend.ja = "受け取った {received:,}円から {passed_on:,}円を再委託しています。元の支払の番号か金額を直してください。"
mend.en = "¥{passed_on:,} was passed on of ¥{received:,} received. Correct the payment that is named, or an amount."
facts.received = {ja = "受け取った額（円）", en = "received (yen)"}
facts.passed_on = {ja = "再委託の合計（円）", en = "passed on (yen)"}

[[passing]]
payment = [{id = "p1", amount = 100}]
sub_award = [
  {id = "s1", payment = "p1", amount = 60, tier = 2},
  {id = "s2", payment = "p1", amount = 40, tier = 2},
  {id = "s3", payment = "p1", amount = 30, tier = 3},
]

[[failing]]
found = ["payment:p1"]
payment = [{id = "p1", amount = 100}]
sub_award = [{id = "s1", payment = "p1", amount = 60, tier = 2}, {id = "s2", payment = "p1", amount = 41, tier = 2}]
*/
WITH sums AS (
  SELECT payment, coalesce(tier, 2) AS tier, sum(amount) AS passed_on
  FROM sub_award WHERE payment IS NOT NULL GROUP BY ALL
)
SELECT 'payment' AS kind, payment.id, payment.amount AS received, max(passed_on) AS passed_on
FROM payment JOIN sums ON sums.payment = payment.id WHERE passed_on > payment.amount GROUP BY ALL
