/*
code = "F09"
name.ja = "1つの支払先に8割を超えて集まる"
name.en = "Over 80% goes to one payee"
why.ja = "その支払先に頼りきりかもしれません。大きな設備を1つ買う事業では普通のことです。"
why.en = "The programme may depend on that payee. Where one large thing is bought it is normal."
mend.ja = "{fiscal_year}年度の {paid:,}円のうち {largest:,}円が「{payee}」に渡っています。どう選んだかを見てください。"
mend.en = "In fiscal {fiscal_year} ¥{largest:,} of ¥{paid:,} went to “{payee}”. Look at how it was chosen."
formula.ja = "最も多い支払先の額 ÷ その事業・年度の直接の支払 ＞ 0.8（支払先2以上）"
formula.en = "largest payee ÷ direct payments of the programme and year > 0.8 (with 2 payees or more)"
worked.ja = "900万円と100万円なら0.9で当たり、800万円と200万円なら0.8で当たりません。"
worked.en = "¥9 million and ¥1 million give 0.9, which is flagged; ¥8 million and ¥2 million give 0.8, which is not."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.paid = {ja = "支払（円）", en = "paid (yen)"}
facts.largest = {ja = "最も多い支払先（円）", en = "largest payee (yen)"}
facts.payee = {ja = "支払先", en = "payee"}
population = """
SELECT count(*) FROM (SELECT 1 FROM payment WHERE programme IS NOT NULL AND direct(tier) AND amount > 0
  GROUP BY programme, fiscal_year HAVING min(coalesce(payee, payee_name)) <> max(coalesce(payee, payee_name)))
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 4253
of = 31352

[[base_rate]]
data = {ja = "行政事業レビュー 2025年度（RSシステム）", en = "Administrative project reviews 2025 (RS system)"}
found = 476
of = 2844

[[passing]]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, payee = "o1", amount = 8000000},
  {id = "p2", programme = "a", fiscal_year = 2024, payee = "o2", amount = 2000000},
  {id = "p3", programme = "b", fiscal_year = 2024, payee = "o1", amount = 8000000},
]

[[failing]]
found = ["programme:a"]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, payee = "o1", amount = 9000000},
  {id = "p2", programme = "a", fiscal_year = 2024, payee = "o2", amount = 1000000},
]
*/
WITH sums AS (
  SELECT programme, fiscal_year, coalesce(payee, payee_name) AS payee, any_value(payee_name) AS payee_name, sum(amount) AS amount
  FROM payment WHERE programme IS NOT NULL AND direct(tier) AND amount > 0 AND move IS DISTINCT FROM 'refund' GROUP BY 1, 2, 3
)
SELECT 'programme' AS kind, programme AS id, fiscal_year, sum(amount) AS paid, max(amount) AS largest,
  max_by(coalesce(payee_name, payee), amount) AS payee
FROM sums GROUP BY programme, fiscal_year HAVING count(*) >= 2 AND 5 * max(amount) > 4 * sum(amount)
