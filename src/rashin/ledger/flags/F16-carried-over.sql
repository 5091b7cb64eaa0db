/*
code = "F16"
name.ja = "予算の半分を超えて翌年度に繰り越した"
name.en = "More than half was carried over"
why.ja = "その年度のうちにできない仕事に予算を付けたのかもしれません。年度末の補正予算では普通のことです。"
why.en = "The budget may have been given for what could not be done in the year. After a supplement at the end of the year it is normal."
mend.ja = "{fiscal_year}年度に使えた {available:,}円のうち {carried:,}円を繰り越しています。工程を見てください。"
mend.en = "In fiscal {fiscal_year} ¥{carried:,} of ¥{available:,} was carried over. Look at the schedule."
formula.ja = "翌年度へ繰越し ÷（予算の計＋翌年度へ繰越し） ＞ 0.5"
formula.en = "carried out ÷ (total + carried out) > 0.5"
worked.ja = "使える1億円のうち6,000万円を繰り越すと0.6で当たり、5,000万円なら0.5で当たりません。"
worked.en = "¥60 million carried out of ¥100 million is 0.6 and flagged; ¥50 million is 0.5 and not."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.available = {ja = "使えた予算（円）", en = "available (yen)"}
facts.carried = {ja = "翌年度へ繰越し（円）", en = "carried out (yen)"}
population = """
SELECT count(*) FROM budget WHERE total - carried_out > 0 AND executed IS NOT NULL
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 4312
of = 111882

[[passing]]
budget = [{id = "b", programme = "a", fiscal_year = 2024, initial = 100, carried_out = -50, total = 50}]

[[failing]]
found = ["budget:b"]
budget = [{id = "b", programme = "a", fiscal_year = 2024, initial = 100, carried_out = -60, total = 40, executed = 40}]
*/
SELECT 'budget' AS kind, id, fiscal_year, total - carried_out AS available, -carried_out AS carried
FROM budget WHERE total - carried_out > 0 AND executed IS NOT NULL AND -2 * carried_out > total - carried_out
