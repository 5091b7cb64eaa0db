/*
code = "T05"
theme = "time"
severity = "error"
name.ja = "契約より前に支払っている"
name.en = "Paid before it was agreed"
why.ja = "契約のない支払には根拠がありません。"
why.en = "A payment before the agreement has nothing to rest on."
mend.ja = "支払日 {paid} が契約日 {agreed} より前です。日付か、支払が指す契約を直してください。"
mend.en = "It was paid on {paid} and agreed on {agreed}. Correct a date, or the agreement that is named."
facts.paid = {ja = "支払日", en = "paid"}
facts.agreed = {ja = "契約日", en = "agreed"}

[[passing]]
award = [{id = "w", title = "採択", agreed = 2024-06-01, amount = 1}]
payment = [{id = "p1", award = "w", paid = 2024-06-01, amount = 1}, {id = "p2", paid = 2020-01-01, amount = 1}]

[[failing]]
found = ["payment:p1", "payment:p2"]
award = [{id = "w", title = "採択", agreed = 2024-06-01, amount = 1}]
commitment = [{id = "c", agreed = 2024-07-01, amount = 1}]
payment = [
  {id = "p1", award = "w", paid = 2024-05-31, amount = 1},
  {id = "p2", award = "w", commitment = "c", paid = 2024-06-30, amount = 1},
]
*/
SELECT 'payment' AS kind, p.id, p.paid, greatest(award.agreed, c.agreed) AS agreed
FROM payment p LEFT JOIN award ON award.id = p.award LEFT JOIN commitment c ON c.id = p.commitment
WHERE p.paid < award.agreed OR p.paid < c.agreed
