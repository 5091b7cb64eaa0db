/*
code = "F15"
name.ja = "予算の半分も使っていない"
name.en = "Less than half of the budget was used"
why.ja = "見積もりが大きすぎたか、始まりが遅れたのかもしれません。災害への備えのように、使わない方がよい予算もあります。"
why.en = "It may have been overestimated or started late. Some money, as for disasters, is better not used."
mend.ja = "{fiscal_year}年度の予算 {total:,}円のうち、執行は {executed:,}円です。理由を見てください。"
mend.en = "In fiscal {fiscal_year} ¥{executed:,} of ¥{total:,} was executed. Look at the reason."
formula.ja = "執行額 ÷ 予算の計 ＜ 0.5"
formula.en = "executed ÷ total < 0.5"
worked.ja = "1億円のうち4,900万円の執行なら0.49で当たり、5,000万円なら0.5で当たりません。"
worked.en = "¥49 million of ¥100 million is 0.49 and flagged; ¥50 million is 0.5 and not."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.total = {ja = "計（円）", en = "total (yen)"}
facts.executed = {ja = "執行額（円）", en = "executed (yen)"}
population = """
SELECT count(*) FROM budget WHERE total > 0 AND executed IS NOT NULL
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 8563
of = 110692

[[base_rate]]
data = {ja = "行政事業レビュー 2025年度（RSシステム）", en = "Administrative project reviews 2025 (RS system)"}
found = 885
of = 4714

[[passing]]
budget = [{id = "b1", programme = "a", fiscal_year = 2024, total = 100, executed = 50}, {id = "b2", programme = "a", fiscal_year = 2025, total = 100}]

[[failing]]
found = ["budget:b"]
budget = [{id = "b", programme = "a", fiscal_year = 2024, total = 100, executed = 49}]
*/
SELECT 'budget' AS kind, id, fiscal_year, total, executed FROM budget WHERE total > 0 AND 2 * executed < total
