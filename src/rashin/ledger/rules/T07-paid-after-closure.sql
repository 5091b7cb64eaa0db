/*
code = "T07"
theme = "time"
severity = "error"
name.ja = "閉じた後に支払っている"
name.en = "Paid after closure"
why.ja = "閉じた採択や事業の金額は、もう動かないはずです。"
why.en = "The money of a closed award or programme should move no more."
mend.ja = "{closed} に閉じた後、{paid} に {amount:,}円を支払っています。閉じた日か支払日を直してください。"
mend.en = "¥{amount:,} was paid on {paid}, after closure on {closed}. Correct one of the dates."
facts.paid = {ja = "支払日", en = "paid"}
facts.closed = {ja = "閉じた日", en = "closed"}
facts.amount = {ja = "金額（円）", en = "amount (yen)"}

[[passing]]
award = [{id = "w", title = "採択", closed = 2025-03-31, amount = 1}]
payment = [
  {id = "p1", award = "w", paid = 2025-03-31, amount = 1},
  {id = "p2", award = "w", paid = 2025-06-30, amount = 1, move = "refund"},
]

[[failing]]
found = ["payment:p1", "payment:p2"]
programme = [{id = "a", title = "事業", closed = 2025-03-31}]
award = [{id = "w", title = "採択", closed = 2024-12-31, amount = 1}]
payment = [
  {id = "p1", award = "w", paid = 2025-01-01, amount = 1},
  {id = "p2", programme = "a", paid = 2025-04-01, amount = 1},
]
*/
SELECT 'payment' AS kind, p.id, p.paid, least(award.closed, programme.closed) AS closed, p.amount
FROM payment p LEFT JOIN award ON award.id = p.award
LEFT JOIN programme ON programme.id = coalesce(p.programme, award.programme)
WHERE p.move IS DISTINCT FROM 'refund' AND (p.paid > award.closed OR p.paid > programme.closed)
