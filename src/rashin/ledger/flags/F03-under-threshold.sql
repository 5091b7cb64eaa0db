/*
code = "F03"
name.ja = "少額の基準をわずかに下回る契約が続く"
name.en = "Several contracts just below a threshold"
why.ja = "1つの仕事を分けて、競争の要らない額にしたのかもしれません。毎月同じ額の仕事なら普通のことです。"
why.en = "One piece of work may have been split below the amount that needs competition. Equal monthly work looks the same."
mend.ja = "「{payee}」に、{threshold:,}円をわずかに下回る額が {times} 件、合わせて {total:,}円あります。1つの仕事かどうか見てください。"
mend.en = "“{payee}” got {times} amounts just below ¥{threshold:,}, ¥{total:,} in all. Look whether they are one piece of work."
formula.ja = "同じ事業・年度・相手に、少額随意契約の基準（役務100万円、2025年4月から200万円）の80％以上100％以下が3件以上"
formula.en = "three or more of one programme, year and payee between 80% and 100% of the threshold for small contracts (services: ¥1 million, from April 2025 ¥2 million)"
worked.ja = "98万円が3件（合わせて294万円）なら当たり、98万円が2件と50万円が1件なら当たりません。"
worked.en = "Three of ¥980,000 (¥2.94 million in all) are flagged; two of ¥980,000 and one of ¥500,000 are not."
facts.payee = {ja = "相手", en = "payee"}
facts.threshold = {ja = "基準（円）", en = "threshold (yen)"}
facts.times = {ja = "件数", en = "times"}
facts.total = {ja = "合計（円）", en = "in all (yen)"}
population = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM payment WHERE move IS DISTINCT FROM 'refund' AND coalesce(payee, payee_name) IS NOT NULL
    GROUP BY programme, award, fiscal_year, coalesce(payee, payee_name) HAVING count(*) >= 3))
  + (SELECT count(*) FROM (SELECT 1 FROM commitment WHERE coalesce(payee, payee_name) IS NOT NULL
    GROUP BY programme, award, fiscal_year, coalesce(payee, payee_name) HAVING count(*) >= 3))
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 1735
of = 34193

[[base_rate]]
data = {ja = "行政事業レビュー 2025年度（RSシステム）", en = "Administrative project reviews 2025 (RS system)"}
found = 11
of = 728

[[passing]]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2023, payee = "o", amount = 980000},
  {id = "p2", programme = "a", fiscal_year = 2023, payee = "o", amount = 980000},
  {id = "p3", programme = "a", fiscal_year = 2023, payee = "o", amount = 500000},
]

[[failing]]
found = ["payment:p1", "commitment:c1"]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2023, payee = "o", payee_name = "架空商事", amount = 980000},
  {id = "p2", programme = "a", fiscal_year = 2023, payee = "o", payee_name = "架空商事", amount = 980000},
  {id = "p3", programme = "a", fiscal_year = 2023, payee = "o", payee_name = "架空商事", amount = 980000},
]
commitment = [
  {id = "c1", programme = "a", fiscal_year = 2025, payee = "o", amount = 2000000, agreed = 2025-05-01},
  {id = "c2", programme = "a", fiscal_year = 2025, payee = "o", amount = 1990000, agreed = 2025-06-01},
  {id = "c3", programme = "a", fiscal_year = 2025, payee = "o", amount = 1600000, agreed = 2025-07-01},
]
*/
WITH paid AS (
  SELECT 'payment' AS kind, id, programme, award, fiscal_year, coalesce(payee, payee_name) AS payee, payee_name, paid AS day, amount FROM payment
    WHERE move IS DISTINCT FROM 'refund'
  UNION ALL
  SELECT 'commitment', id, programme, award, fiscal_year, coalesce(payee, payee_name), payee_name, agreed, amount FROM commitment
), near AS (
  SELECT *, if(coalesce(day >= DATE '2025-04-01', fiscal_year >= 2025), 2000000, 1000000) AS threshold FROM paid
  WHERE amount BETWEEN 800000 AND 2000000 AND payee IS NOT NULL
)
SELECT kind, min(id) AS id, coalesce(min(payee_name), payee) AS payee, threshold, count(*) AS times, sum(amount) AS total
FROM near WHERE 5 * amount >= 4 * threshold AND amount <= threshold
GROUP BY kind, programme, award, fiscal_year, near.payee, threshold HAVING count(*) >= 3
