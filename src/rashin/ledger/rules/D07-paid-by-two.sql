/*
code = "D07"
theme = "duplicates"
severity = "warning"
name.ja = "同じ支払が2つの事業にある"
name.en = "The same payment stands under two programmes"
why.ja = "1つの請求を2つの事業から支払うと、国は同じものに2度払います。費用を分け合っているなら、額を分けて記録します。"
why.en = "If two programmes pay one bill, it is paid twice. Where they share it, each enters its share."
mend.ja = "{paid} の「{payee}」への {amount:,}円「{work}」が、{times} つの事業にあります。請求書を見比べてください。"
mend.en = "¥{amount:,} to “{payee}” on {paid} for “{work}” stands under {times} programmes. Compare the bills."
facts.paid = {ja = "支払日", en = "paid"}
facts.payee = {ja = "支払先", en = "payee"}
facts.amount = {ja = "金額（円）", en = "amount (yen)"}
facts.work = {ja = "業務の内容", en = "work"}
facts.times = {ja = "事業の数", en = "programmes"}

[[passing]]
payment = [
  {id = "p1", programme = "a", paid = 2024-06-01, payee = "o", amount = 100, work = "印刷"},
  {id = "p2", programme = "b", paid = 2024-06-02, payee = "o", amount = 100, work = "印刷"},
  {id = "p3", programme = "b", payee = "o", amount = 100, work = "印刷"},
]

[[failing]]
found = ["payment:p1"]
payment = [
  {id = "p1", programme = "a", paid = 2024-06-01, payee = "o", amount = 100, work = "印刷"},
  {id = "p2", programme = "b", paid = 2024-06-01, payee = "o", amount = 100, work = "印刷"},
]
*/
WITH keyed AS (
  SELECT id, hash(paid, payee, work, amount) AS rest FROM payment
  WHERE paid IS NOT NULL AND payee IS NOT NULL AND work IS NOT NULL AND amount > 0
), twins AS (
  SELECT rest FROM keyed GROUP BY rest HAVING count(*) > 1
)
SELECT 'payment' AS kind, min(p.id) AS id, p.paid, coalesce(min(p.payee_name), p.payee) AS payee, p.amount, p.work,
  count(DISTINCT p.programme) AS times
FROM payment p JOIN (FROM keyed SEMI JOIN twins USING (rest)) k ON k.id = p.id
GROUP BY p.paid, p.payee, p.amount, p.work HAVING min(p.programme) <> max(p.programme)
