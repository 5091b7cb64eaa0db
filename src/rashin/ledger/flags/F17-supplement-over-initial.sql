/*
code = "F17"
name.ja = "補正予算が当初予算より大きい"
name.en = "The supplement is larger than the initial budget"
why.ja = "当初予算ほど時間をかけて審議されないお金が、事業の主になっています。災害や景気への急な備えでは普通のことです。"
why.en = "Most of the money was debated less long than an initial budget is. In an emergency that is normal."
mend.ja = "{fiscal_year}年度は、当初 {initial:,}円に対して補正が {supplementary:,}円です。理由を見てください。"
mend.en = "In fiscal {fiscal_year} the supplement is ¥{supplementary:,} on an initial ¥{initial:,}. Look at the reason."
formula.ja = "補正予算 ＞ 当初予算 ＞ 0"
formula.en = "supplementary > initial > 0"
worked.ja = "当初1億円、補正1億1,000万円なら当たり、補正1億円なら当たりません。"
worked.en = "¥110 million on ¥100 million is flagged; ¥100 million on ¥100 million is not."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.initial = {ja = "当初予算（円）", en = "initial (yen)"}
facts.supplementary = {ja = "補正予算（円）", en = "supplementary (yen)"}
population = """
SELECT count(*) FROM budget WHERE initial > 0
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 3548
of = 144063

[[base_rate]]
data = {ja = "行政事業レビュー 2025年度（RSシステム）", en = "Administrative project reviews 2025 (RS system)"}
found = 317
of = 4042

[[passing]]
budget = [{id = "b", programme = "a", fiscal_year = 2024, initial = 100, supplementary = 100}]

[[failing]]
found = ["budget:b"]
budget = [{id = "b", programme = "a", fiscal_year = 2024, initial = 100, supplementary = 110}]
*/
SELECT 'budget' AS kind, id, fiscal_year, initial, supplementary FROM budget WHERE initial > 0 AND supplementary > initial
