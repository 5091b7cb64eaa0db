/*
code = "F04"
name.ja = "3月に支払が集まる"
name.en = "Payments crowd into March"
why.ja = "予算を使い切るための支払かもしれません。年度末に検収する契約なら、3月に集まるのは普通です。"
why.en = "It may be money spent because the year ends. Contracts accepted at the end of the year are paid in March as well."
mend.ja = "{fiscal_year}年度は、支払 {paid:,}円のうち {march:,}円が3月です。納品の日を見てください。"
mend.en = "In fiscal {fiscal_year} ¥{march:,} of ¥{paid:,} was paid in March. Look at the days of delivery."
formula.ja = "3月の支払 ÷ その年度の直接の支払 ＞ 0.5（支払4件以上）"
formula.en = "payments of March ÷ direct payments of the year > 0.5 (with 4 payments or more)"
worked.ja = "年度の支払が4件で400万円、うち3月が250万円なら0.625で当たります。200万円なら0.5で当たりません。"
worked.en = "Of four payments of ¥4 million in all, ¥2.5 million in March is 0.625 and flagged; ¥2 million is 0.5 and not."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.paid = {ja = "支払（円）", en = "paid (yen)"}
facts.march = {ja = "3月の支払（円）", en = "paid in March (yen)"}
population = """
SELECT count(*) FROM (SELECT 1 FROM payment WHERE paid IS NOT NULL AND programme IS NOT NULL AND direct(tier)
  GROUP BY programme, year_of(paid) HAVING count(*) >= 4)
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
missing = {ja = "支払日の欄がありません。", en = "There is no date of payment."}

[[passing]]
payment = [
  {id = "p1", programme = "a", paid = 2024-06-01, amount = 1000000},
  {id = "p2", programme = "a", paid = 2024-07-01, amount = 1000000},
  {id = "p3", programme = "a", paid = 2025-03-01, amount = 1000000},
  {id = "p4", programme = "a", paid = 2025-03-31, amount = 1000000},
]

[[failing]]
found = ["programme:a"]
payment = [
  {id = "p1", programme = "a", paid = 2024-06-01, amount = 500000},
  {id = "p2", programme = "a", paid = 2024-07-01, amount = 1000000},
  {id = "p3", programme = "a", paid = 2025-03-01, amount = 1000000},
  {id = "p4", programme = "a", paid = 2025-03-31, amount = 1500000},
]
*/
SELECT 'programme' AS kind, programme AS id, year_of(paid) AS fiscal_year, sum(amount) AS paid,
  sum(amount) FILTER (month(payment.paid) = 3) AS march
FROM payment WHERE payment.paid IS NOT NULL AND programme IS NOT NULL AND direct(tier) AND move IS DISTINCT FROM 'refund'
GROUP BY programme, year_of(payment.paid)
HAVING count(*) >= 4 AND 2 * sum(amount) FILTER (month(payment.paid) = 3) > sum(amount)
