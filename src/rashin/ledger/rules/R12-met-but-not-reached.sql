/*
code = "R12"
theme = "results"
severity = "error"
name.ja = "「達成」とあるのに、最後の実績が目標に届いていない"
name.en = "Said to be met, and the last value does not reach the target"
why.ja = "結論と数字が食い違うと、どちらも信じてもらえません。"
why.en = "Where the verdict contradicts the figure, neither is believed."
mend.ja = "「{title}」の目標は {target}、最後の実績は {value} です。結果か実績を直してください。"
mend.en = "The target of “{title}” is {target} and the last value {value}. Correct the finding or the value."
facts.title = {ja = "成果", en = "outcome"}
facts.target = {ja = "目標値", en = "target"}
facts.value = {ja = "最後の実績値", en = "last value"}

[[passing]]
indicator = [
  {id = "k1", title = "件数", direction = "up", target = 10.0},
  {id = "k2", title = "待ち時間", direction = "down", target = 10.0},
]
observation = [
  {id = "v1", indicator = "k1", fiscal_year = 2023, value = 5.0},
  {id = "v2", indicator = "k1", fiscal_year = 2024, value = 10.0},
  {id = "v3", indicator = "k2", fiscal_year = 2024, value = 9.0},
]
outcome = [
  {id = "e1", title = "成果", indicator = "k1", finding = "met"},
  {id = "e2", title = "成果", indicator = "k2", finding = "met"},
]

[[failing]]
found = ["outcome:e"]
indicator = [{id = "k", title = "件数", direction = "up", target = 10.0}]
observation = [{id = "v", indicator = "k", fiscal_year = 2024, value = 9.0}]
outcome = [{id = "e", title = "成果", indicator = "k", finding = "met"}]
*/
WITH newest AS (
  SELECT indicator, max_by(value, (fiscal_year, observed)) AS value FROM observation WHERE value IS NOT NULL GROUP BY indicator
)
SELECT 'outcome' AS kind, e.id, e.title, k.target, newest.value
FROM outcome e JOIN indicator k ON k.id = e.indicator JOIN newest ON newest.indicator = k.id
WHERE e.finding = 'met' AND ((k.direction = 'up' AND newest.value < k.target) OR (k.direction = 'down' AND newest.value > k.target))
