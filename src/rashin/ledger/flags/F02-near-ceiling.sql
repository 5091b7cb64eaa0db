/*
code = "F02"
name.ja = "上限の98％以上"
name.en = "At 98% of the ceiling or above"
why.ja = "上限を知っていたか、上限に合わせて見積もったのかもしれません。上限が実際の費用によく合っていることもあります。"
why.en = "The ceiling may have been known, or the bid made to fit it. It may also simply match the real cost."
mend.ja = "上限 {ceiling:,}円に対して {amount:,}円です。積算の根拠を見てください。"
mend.en = "¥{amount:,} under a ceiling of ¥{ceiling:,}. Look at how the cost was estimated."
formula.ja = "金額 ÷ 上限 ≥ 0.98"
formula.en = "amount ÷ ceiling ≥ 0.98"
worked.ja = "上限1,000万円に対して980万円は0.98で当たり、979万円は当たりません。"
worked.en = "¥9.8 million under ¥10 million is 0.98 and flagged; ¥9.79 million is not."
facts.amount = {ja = "契約・採択額（円）", en = "contract or award (yen)"}
facts.ceiling = {ja = "上限（円）", en = "ceiling (yen)"}
population = """
SELECT (SELECT count(*) FROM commitment WHERE ceiling > 0)
  + (SELECT count(*) FROM award JOIN "call" c ON c.id = award.call WHERE c.award_ceiling > 0)
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
missing = {ja = "予定価格の欄がありません。", en = "There is no ceiling price."}

[[passing]]
commitment = [{id = "c", amount = 9790000, ceiling = 10000000}]

[[failing]]
found = ["commitment:c", "award:w"]
commitment = [{id = "c", amount = 9800000, ceiling = 10000000}]
call = [{id = "k", title = "公募", programme = "a", award_ceiling = 100}]
award = [{id = "w", title = "採択", call = "k", amount = 100}]
*/
SELECT 'commitment' AS kind, id, amount, ceiling FROM commitment
WHERE ceiling > 0 AND amount <= ceiling AND 100 * CAST(amount AS HUGEINT) >= 98 * CAST(ceiling AS HUGEINT)
UNION ALL
SELECT 'award', award.id, award.amount, c.award_ceiling FROM award JOIN "call" c ON c.id = award.call
WHERE c.award_ceiling > 0 AND award.amount <= c.award_ceiling
  AND 100 * CAST(award.amount AS HUGEINT) >= 98 * CAST(c.award_ceiling AS HUGEINT)
