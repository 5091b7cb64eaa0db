/*
code = "F05"
name.ja = "半分を超えて再委託されている"
name.en = "More than half is passed on"
why.ja = "間に入る組織の役割が見えにくくなります。取りまとめが仕事の事業（基金、全国の調査など）では普通のことです。"
why.en = "What the organisation in between does becomes hard to see. Where organising others is the work, such as a fund or a national survey, it is normal."
mend.ja = "受け取った {received:,}円のうち {passed_on:,}円が再委託されています。間の組織が何をしたか見てください。"
mend.en = "¥{passed_on:,} of ¥{received:,} was passed on. Look at what was done in between."
formula.ja = "2段目の再委託 ÷ 直接の支払 ＞ 0.5（採択ごと、なければ事業と年度ごと）"
formula.en = "sub-awards of tier 2 ÷ direct payments > 0.5 (for each award, or else each programme and year)"
worked.ja = "1,000万円を受け取り600万円を再委託すると0.6で当たります。500万円なら0.5で当たりません。"
worked.en = "Of ¥10 million received, ¥6 million passed on is 0.6 and flagged; ¥5 million is 0.5 and not."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.received = {ja = "直接の支払（円）", en = "direct payments (yen)"}
facts.passed_on = {ja = "再委託（円）", en = "passed on (yen)"}
population = """
SELECT count(*) FROM (SELECT 1 FROM payment WHERE coalesce(award, programme) IS NOT NULL AND direct(tier) AND amount > 0
  GROUP BY coalesce(award, programme), if(award IS NULL, fiscal_year, NULL))
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2025年度（RSシステム）", en = "Administrative project reviews 2025 (RS system)"}
found = 1036
of = 4711

[[passing]]
payment = [{id = "p1", programme = "a", fiscal_year = 2024, amount = 10000000}]
sub_award = [
  {id = "s1", programme = "a", fiscal_year = 2024, amount = 5000000, tier = 2},
  {id = "s2", programme = "a", fiscal_year = 2024, amount = 4000000, tier = 3},
]

[[failing]]
found = ["programme:a", "award:w"]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, amount = 10000000},
  {id = "p2", programme = "a", award = "w", fiscal_year = 2024, amount = 10},
]
sub_award = [
  {id = "s1", programme = "a", fiscal_year = 2024, amount = 6000000, tier = 2},
  {id = "s2", award = "w", amount = 6},
]
*/
WITH received AS (
  SELECT if(award IS NULL, 'programme', 'award') AS kind, coalesce(award, programme) AS id, if(award IS NULL, fiscal_year, NULL) AS fiscal_year,
    sum(net(amount, move)) AS received
  FROM payment WHERE direct(tier) GROUP BY ALL
), passed AS (
  SELECT if(award IS NULL, 'programme', 'award') AS kind, coalesce(award, programme) AS id, if(award IS NULL, fiscal_year, NULL) AS fiscal_year,
    sum(amount) AS passed_on
  FROM sub_award WHERE coalesce(tier, 2) = 2 GROUP BY ALL
)
SELECT r.kind, r.id, r.fiscal_year, received, passed_on
FROM received r JOIN passed p ON p.kind = r.kind AND p.id = r.id AND p.fiscal_year IS NOT DISTINCT FROM r.fiscal_year
WHERE received > 0 AND 2 * passed_on > received
