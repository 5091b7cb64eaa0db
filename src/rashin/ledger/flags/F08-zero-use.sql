/*
code = "F08"
name.ja = "導入したのに使われていない"
name.en = "Deployed and not used"
why.ja = "お金は払われたのに、使われていないかもしれません。準備中や、季節だけの仕事のこともあります。"
why.en = "The money may be spent on something nobody uses. It may also be in preparation, or used in one season only."
mend.ja = "「{title}」は {started} から使えますが、判断が0件です。何が妨げているか尋ねてください。"
mend.en = "“{title}” has been usable since {started} and decided nothing. Ask what stands in the way."
formula.ja = "使い始めから90日を過ぎ、判断の数＝0"
formula.en = "over 90 days since the start, and decisions made = 0"
worked.ja = "4月1日に使い始めて7月1日（91日目）に0件なら当たり、1件でもあれば当たりません。"
worked.en = "Started on 1 April with none on 1 July, 91 days later, is flagged; with one decision it is not."
facts.title = {ja = "導入", en = "deployment"}
facts.started = {ja = "使い始め", en = "started"}
population = """
SELECT count(*) FROM deployment WHERE uses IS NOT NULL AND started < checked_on() - INTERVAL 90 DAY
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
missing = {ja = "導入の記録がありません。羅針で使われたサービスだけが持つ欄です。", en = "There are no deployments. Only services used in Rashin have this column."}

[[passing]]
deployment = [
  {id = "d1", title = "導入1", started = 2025-04-01, uses = 1},
  {id = "d2", title = "導入2", started = 2025-12-20, uses = 0},
]

[[failing]]
found = ["deployment:d"]
deployment = [{id = "d", title = "導入", started = 2025-04-01, uses = 0}]
*/
SELECT 'deployment' AS kind, id, title, started FROM deployment WHERE uses = 0 AND started < checked_on() - INTERVAL 90 DAY
