/*
code = "D01"
theme = "duplicates"
severity = "warning"
name.ja = "同じ支払が2度ある"
name.en = "The same payment stands twice"
why.ja = "何もかも同じ行は、取り込みで二重になったものかもしれません。同じ日に同じ額を2回支払うこともあります。"
why.en = "Rows that agree in everything may be one row read twice. Two equal payments on one day do happen."
mend.ja = "「{payee}」への {amount:,}円が {times} 行あります。証拠書類が1つなら、残りを取り消してください。"
mend.en = "¥{amount:,} to “{payee}” stands {times} times. If there is one voucher, withdraw the others."
facts.payee = {ja = "支払先", en = "payee"}
facts.amount = {ja = "金額（円）", en = "amount (yen)"}
facts.times = {ja = "行の数", en = "rows"}

[[passing]]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, payee = "o", amount = 100, work = "印刷"},
  {id = "p2", programme = "a", fiscal_year = 2024, payee = "o", amount = 100, work = "製本"},
  {id = "p3", programme = "a", fiscal_year = 2024, payee = "o", amount = 100, work = "印刷", paid = 2024-06-01},
]

[[failing]]
found = ["payment:p1"]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, payee = "o", amount = 100, work = "印刷"},
  {id = "p2", programme = "a", fiscal_year = 2024, payee = "o", amount = 100, work = "印刷"},
]
*/
-- By a hash of everything but the id, because grouping by one number is several times faster than by a dozen columns.
WITH keyed AS (
  SELECT id, hash(programme, award, commitment, fiscal_year, paid, move, payee, payee_name, payee_number, block, tier, work, amount) AS rest
  FROM payment WHERE amount <> 0
), twins AS (
  SELECT rest, count(*) AS times FROM keyed GROUP BY rest HAVING count(*) > 1
), firsts AS (
  SELECT min(id) AS id, any_value(times) AS times FROM keyed JOIN twins USING (rest) GROUP BY rest
)
SELECT 'payment' AS kind, p.id, coalesce(p.payee_name, p.payee) AS payee, p.amount, times
FROM payment p JOIN firsts USING (id)
