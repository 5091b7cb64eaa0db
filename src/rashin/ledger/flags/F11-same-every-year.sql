/*
code = "F11"
name.ja = "毎年まったく同じ値"
name.en = "The same value every year"
why.ja = "前の年の値を写したのかもしれません。定員や拠点の数のように、変わらないものもあります。"
why.en = "Last year's value may have been copied. Some things, such as a number of sites, do not change."
mend.ja = "「{title}」は {years} 年続けて {value} です。毎年測ったかを見てください。"
mend.en = "“{title}” was {value} in {years} years. Look whether it was measured each year."
formula.ja = "3年以上の値がすべて等しい（0と100を除く）"
formula.en = "values of 3 years or more are all equal (other than 0 and 100)"
worked.ja = "42、42、42 なら当たり、42、42、43 なら当たりません。100％が続くのは数えません。"
worked.en = "42, 42, 42 is flagged; 42, 42, 43 is not. A row of 100% is not counted."
facts.title = {ja = "指標", en = "indicator"}
facts.years = {ja = "年数", en = "years"}
facts.value = {ja = "値", en = "value"}
population = """
SELECT count(*) FROM (SELECT 1 FROM observation WHERE value NOT IN (0, 100)
  GROUP BY indicator HAVING count(DISTINCT fiscal_year) >= 3)
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 8220
of = 56047

[[passing]]
indicator = [{id = "k1", title = "件数"}, {id = "k2", title = "割合"}]
observation = [
  {id = "v1", indicator = "k1", fiscal_year = 2022, value = 42.0},
  {id = "v2", indicator = "k1", fiscal_year = 2023, value = 42.0},
  {id = "v3", indicator = "k1", fiscal_year = 2024, value = 43.0},
  {id = "v4", indicator = "k2", fiscal_year = 2022, value = 100.0},
  {id = "v5", indicator = "k2", fiscal_year = 2023, value = 100.0},
  {id = "v6", indicator = "k2", fiscal_year = 2024, value = 100.0},
]

[[failing]]
found = ["indicator:k"]
indicator = [{id = "k", title = "件数"}]
observation = [
  {id = "v1", indicator = "k", fiscal_year = 2022, value = 42.0},
  {id = "v2", indicator = "k", fiscal_year = 2023, value = 42.0},
  {id = "v3", indicator = "k", fiscal_year = 2024, value = 42.0},
]
*/
WITH steady AS (
  SELECT indicator, count(DISTINCT fiscal_year) AS years, min(value) AS value
  FROM observation WHERE value IS NOT NULL GROUP BY indicator
  HAVING min(value) = max(value) AND min(value) NOT IN (0, 100) AND count(DISTINCT fiscal_year) >= 3
)
SELECT 'indicator' AS kind, k.id, k.title, years, value FROM indicator k JOIN steady ON steady.indicator = k.id
