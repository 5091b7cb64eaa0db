/*
code = "F14"
name.ja = "実績が目標の2倍以上"
name.en = "Twice the target or more"
why.ja = "目標が低すぎたのかもしれません。新しい取組では、見込みより大きく伸びることもあります。"
why.en = "The target may have been too easy. New things do sometimes grow far beyond what was expected."
mend.ja = "「{title}」の目標は {target}、最後の実績は {value} です。目標の決め方を見てください。"
mend.en = "The target of “{title}” is {target} and the last value {value}. Look at how the target was set."
formula.ja = "最後の実績 ≥ 2 × 目標（目標＞0、減らす指標を除く）"
formula.en = "last value ≥ 2 × target (target > 0, not for what is to go down)"
worked.ja = "目標50件に対して100件なら当たり、99件なら当たりません。"
worked.en = "100 on a target of 50 is flagged, 99 is not."
facts.title = {ja = "指標", en = "indicator"}
facts.target = {ja = "目標値", en = "target"}
facts.value = {ja = "最後の実績値", en = "last value"}
population = """
SELECT count(*) FROM indicator k SEMI JOIN (FROM observation WHERE value IS NOT NULL) v ON v.indicator = k.id
WHERE k.target > 0 AND k.direction IS DISTINCT FROM 'down'
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 977
of = 29625

[[passing]]
indicator = [{id = "k1", title = "件数", target = 50.0}, {id = "k2", title = "待ち時間", target = 50.0, direction = "down"}]
observation = [
  {id = "v1", indicator = "k1", fiscal_year = 2024, value = 99.0},
  {id = "v2", indicator = "k2", fiscal_year = 2024, value = 100.0},
]

[[failing]]
found = ["indicator:k"]
indicator = [{id = "k", title = "件数", target = 50.0}]
observation = [{id = "v", indicator = "k", fiscal_year = 2024, value = 100.0}]
*/
WITH newest AS (
  SELECT indicator, max_by(value, (fiscal_year, observed)) AS value FROM observation WHERE value IS NOT NULL GROUP BY indicator
)
SELECT 'indicator' AS kind, k.id, k.title, k.target, newest.value
FROM indicator k JOIN newest ON newest.indicator = k.id
WHERE k.target > 0 AND k.direction IS DISTINCT FROM 'down' AND newest.value >= 2 * k.target
