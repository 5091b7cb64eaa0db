/*
code = "F06"
name.ja = "目標とちょうど同じ値"
name.en = "The target hit exactly"
why.ja = "偶然ちょうどになることは少ないはずです。「1件」のような小さい目標や、100％が上限の目標では普通です。"
why.en = "Chance rarely hits a target exactly. With small targets such as one case, or a limit such as 100%, it is common."
mend.ja = "「{title}」の目標も最後の実績も {target} です。どう数えたかを見てください。"
mend.en = "Target and last value of “{title}” are both {target}. Look at how it was counted."
formula.ja = "最後の実績＝目標（目標は0でない。1〜9の段階である TRL を除く）"
formula.en = "last value = target (which is not 0; readiness levels, TRL, are but nine steps and left out)"
worked.ja = "目標300件に対して実績300件なら当たり、301件なら当たりません。"
worked.en = "A value of 300 on a target of 300 is flagged, 301 is not."
facts.title = {ja = "指標", en = "indicator"}
facts.target = {ja = "目標値", en = "target"}
population = """
SELECT count(*) FROM indicator k SEMI JOIN (FROM observation WHERE value IS NOT NULL) v ON v.indicator = k.id
WHERE k.target <> 0 AND upper(k.unit) IS DISTINCT FROM 'TRL'
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 5144
of = 29652

[[passing]]
indicator = [{id = "k", title = "件数", target = 300.0}, {id = "t", title = "技術成熟度", unit = "TRL", target = 6.0}]
observation = [
  {id = "v0", indicator = "t", fiscal_year = 2024, value = 6.0},
  {id = "v1", indicator = "k", fiscal_year = 2023, value = 300.0},
  {id = "v2", indicator = "k", fiscal_year = 2024, value = 301.0},
]

[[failing]]
found = ["indicator:k"]
indicator = [{id = "k", title = "件数", target = 300.0}]
observation = [{id = "v", indicator = "k", fiscal_year = 2024, value = 300.0}]
*/
WITH newest AS (
  SELECT indicator, max_by(value, (fiscal_year, observed)) AS value FROM observation WHERE value IS NOT NULL GROUP BY indicator
)
SELECT 'indicator' AS kind, k.id, k.title, k.target
FROM indicator k JOIN newest ON newest.indicator = k.id WHERE k.target <> 0 AND upper(k.unit) IS DISTINCT FROM 'TRL'
  AND newest.value = k.target
