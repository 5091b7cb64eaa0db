/*
code = "F18"
name.ja = "支払先の名前がないお金が半分を超える"
name.en = "More than half has no named payee"
why.ja = "「その他」や「個人」にまとめると、誰に渡ったか見えません。少額が多数の事業や、個人への給付では普通のことです。"
why.en = "Lumped as others or persons, nobody sees who got it. With many small sums, or benefits to persons, it is normal."
mend.ja = "{fiscal_year}年度の {paid:,}円のうち {unnamed:,}円の支払先がまとめられています。内訳を出せないか見てください。"
mend.en = "In fiscal {fiscal_year} ¥{unnamed:,} of ¥{paid:,} went to payees that are lumped. See whether they can be listed."
formula.ja = "「その他」「個人」などへの支払 ÷ その事業・年度の支払 ＞ 0.5"
formula.en = "payments to lumped payees ÷ payments of the programme and year > 0.5"
worked.ja = "1,000万円のうち「その他」が600万円なら0.6で当たり、500万円なら0.5で当たりません。"
worked.en = "Of ¥10 million, ¥6 million to others is 0.6 and flagged; ¥5 million is 0.5 and not."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.paid = {ja = "支払（円）", en = "paid (yen)"}
facts.unnamed = {ja = "名前のない支払先（円）", en = "to unnamed payees (yen)"}
population = """
SELECT count(*) FROM (SELECT 1 FROM payment WHERE programme IS NOT NULL AND amount > 0 AND payee_name IS NOT NULL
  AND move IS DISTINCT FROM 'refund' GROUP BY programme, fiscal_year)
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 996
of = 40241

[[base_rate]]
data = {ja = "行政事業レビュー 2025年度（RSシステム）", en = "Administrative project reviews 2025 (RS system)"}
found = 64
of = 4711

[[passing]]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, payee_name = "その他", amount = 5000000},
  {id = "p2", programme = "a", fiscal_year = 2024, payee_name = "個人商店連合会", amount = 5000000},
]

[[failing]]
found = ["programme:a"]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, payee_name = "その他（12社）", amount = 4000000},
  {id = "p2", programme = "a", fiscal_year = 2024, payee_name = "個人Ａ", amount = 2000000},
  {id = "p3", programme = "a", fiscal_year = 2024, payee_name = "架空商事", amount = 4000000},
]
*/
WITH sums AS (
  SELECT programme, fiscal_year, payee_name, sum(amount) AS amount FROM payment
  WHERE programme IS NOT NULL AND amount > 0 AND payee_name IS NOT NULL AND move IS DISTINCT FROM 'refund' GROUP BY ALL
), lumped AS (
  SELECT name FROM (SELECT DISTINCT payee_name AS name FROM sums)
  WHERE masked(name) OR name IN ('諸経費', '雑費')
    OR regexp_full_match(name, '(その他|そのほか|ほか|他)([\s　（(]?[0-9０-９,，]*[\s　]*(者|社|団体|名|人|件|機関|法人)?(等|ほか)?[）)]?)?')
)
SELECT 'programme' AS kind, programme AS id, fiscal_year, sum(amount) AS paid, sum(amount) FILTER (payee_name IN (FROM lumped)) AS unnamed
FROM sums GROUP BY programme, fiscal_year HAVING 2 * sum(amount) FILTER (payee_name IN (FROM lumped)) > sum(amount)
