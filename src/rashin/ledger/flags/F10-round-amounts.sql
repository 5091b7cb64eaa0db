/*
code = "F10"
name.ja = "切りのよい金額ばかり"
name.en = "Mostly round amounts"
why.ja = "積算せずに額を決めたのかもしれません。補助金や拠出金は、はじめから切りのよい額で決まります。"
why.en = "The amounts may not have been worked out. Grants and contributions are round from the start."
mend.ja = "{fiscal_year}年度の支払 {times} 件のうち {round_times} 件が1,000万円の倍数です。積算の根拠を見てください。"
mend.en = "In fiscal {fiscal_year} {round_times} of {times} payments are multiples of ¥10 million. Look at how they were worked out."
formula.ja = "100万円以上の支払が5件以上あり、1,000万円の倍数が80％以上"
formula.en = "5 payments of ¥1 million or more, and 80% of them multiples of ¥10 million"
worked.ja = "5件のうち4件が1,000万円の倍数なら0.8で当たり、3件なら0.6で当たりません。"
worked.en = "With 4 of 5 being multiples of ¥10 million it is 0.8 and flagged; with 3 it is 0.6 and not."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.times = {ja = "支払の数", en = "payments"}
facts.round_times = {ja = "1,000万円の倍数", en = "multiples of ¥10 million"}
population = """
SELECT count(*) FROM (SELECT 1 FROM payment WHERE programme IS NOT NULL AND amount >= 1000000 AND move IS DISTINCT FROM 'refund'
  GROUP BY programme, fiscal_year HAVING count(*) >= 5)
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 40
of = 22831

[[base_rate]]
data = {ja = "行政事業レビュー 2025年度（RSシステム）", en = "Administrative project reviews 2025 (RS system)"}
found = 2
of = 1791

[[passing]]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, amount = 10000000},
  {id = "p2", programme = "a", fiscal_year = 2024, amount = 20000000},
  {id = "p3", programme = "a", fiscal_year = 2024, amount = 30000000},
  {id = "p4", programme = "a", fiscal_year = 2024, amount = 12345678},
  {id = "p5", programme = "a", fiscal_year = 2024, amount = 2345678},
]

[[failing]]
found = ["programme:a"]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, amount = 10000000},
  {id = "p2", programme = "a", fiscal_year = 2024, amount = 20000000},
  {id = "p3", programme = "a", fiscal_year = 2024, amount = 30000000},
  {id = "p4", programme = "a", fiscal_year = 2024, amount = 40000000},
  {id = "p5", programme = "a", fiscal_year = 2024, amount = 2345678},
]
*/
SELECT 'programme' AS kind, programme AS id, fiscal_year, count(*) AS times, count(*) FILTER (amount % 10000000 = 0) AS round_times
FROM payment WHERE programme IS NOT NULL AND amount >= 1000000 AND move IS DISTINCT FROM 'refund'
GROUP BY programme, fiscal_year HAVING count(*) >= 5 AND 5 * count(*) FILTER (amount % 10000000 = 0) >= 4 * count(*)
