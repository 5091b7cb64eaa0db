/*
code = "M22"
theme = "money"
severity = "error"
name.ja = "支払の合計が契約額を超える"
name.en = "Payments add up to more than the contract"
why.ja = "契約額を超える支払には、契約の変更が要ります。"
why.en = "To pay more than was agreed, the contract must be changed."
mend.ja = "契約額 {amount:,}円に対して {paid:,}円（返納を引いた後）を支払っています。"
mend.en = "¥{paid:,} was paid (less refunds) on a contract of ¥{amount:,}."
facts.amount = {ja = "契約額（円）", en = "contract (yen)"}
facts.paid = {ja = "支払の合計（円）", en = "paid in all (yen)"}

[[passing]]
commitment = [{id = "c", payee = "o", amount = 100}]
payment = [
  {id = "p1", commitment = "c", amount = 110},
  {id = "p2", commitment = "c", amount = 10, move = "refund"},
]

[[failing]]
found = ["commitment:c"]
commitment = [{id = "c", payee = "o", amount = 100}]
payment = [{id = "p1", commitment = "c", amount = 101}]
*/
WITH sums AS (
  SELECT commitment, sum(net(amount, move)) AS paid FROM payment WHERE commitment IS NOT NULL AND direct(tier) GROUP BY 1
)
SELECT 'commitment' AS kind, c.id, c.amount, paid
FROM commitment c JOIN sums ON sums.commitment = c.id WHERE paid > c.amount
