/*
code = "M03"
theme = "money"
severity = "error"
name.ja = "支払の合計が採択額を超える"
name.en = "Payments add up to more than the award"
why.ja = "採択額を超えて支払うには、契約の変更が要ります。変更を記録していないか、二重に記録しています。"
why.en = "To pay more than the award the agreement must be changed. Either that was not entered, or a payment was entered twice."
mend.ja = "採択額 {amount:,}円に対して {paid:,}円（返納を引いた後、直接の支払だけ）を支払っています。"
mend.en = "¥{paid:,} was paid (less refunds, direct payments only) on an award of ¥{amount:,}."
facts.amount = {ja = "採択額（円）", en = "award (yen)"}
facts.paid = {ja = "支払の合計（円）", en = "paid in all (yen)"}

[[passing]]
award = [{id = "w", title = "採択", amount = 100}]
payment = [
  {id = "p1", award = "w", amount = 80},
  {id = "p2", award = "w", amount = 40},
  {id = "p3", award = "w", amount = 20, move = "refund"},
  {id = "p4", award = "w", amount = 70, tier = 2},
]

[[failing]]
found = ["award:w"]
award = [{id = "w", title = "採択", amount = 100}]
payment = [{id = "p1", award = "w", amount = 80}, {id = "p2", award = "w", amount = 21}]
*/
WITH sums AS (
  SELECT award, sum(net(amount, move)) AS paid FROM payment WHERE award IS NOT NULL AND direct(tier) GROUP BY award
)
SELECT 'award' AS kind, award.id, award.amount, paid
FROM award JOIN sums ON sums.award = award.id WHERE paid > award.amount
