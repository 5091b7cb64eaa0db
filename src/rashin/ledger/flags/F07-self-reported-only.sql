/*
code = "F07"
name.ja = "自己申告の値しかない"
name.en = "Only self-reported values"
why.ja = "お金を受け取った人が自分で数えた値です。正しいことが多いのですが、確かめた人がいません。"
why.en = "The values were counted by those who got the money. They are often right, but nobody checked them."
mend.ja = "「{title}」の値 {times} 個がすべて自己申告です。測るか、監査か調査で1つ確かめられないか見てください。"
mend.en = "All {times} values of “{title}” are self-reported. See whether one can be measured, audited or surveyed."
formula.ja = "値のある実績がすべて self-reported"
formula.en = "every value is self-reported"
worked.ja = "3年分の実績が3つとも自己申告なら当たり、1つでも監査なら当たりません。"
worked.en = "Three years of self-reported values are flagged; with one audited they are not."
facts.title = {ja = "指標", en = "indicator"}
facts.times = {ja = "値の数", en = "values"}
population = """
SELECT count(DISTINCT indicator) FROM observation WHERE value IS NOT NULL AND method IS NOT NULL
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
found = 89893
of = 89893

[[passing]]
indicator = [{id = "k", title = "件数"}]
observation = [
  {id = "v1", indicator = "k", value = 1.0, method = "self-reported"},
  {id = "v2", indicator = "k", value = 1.0, method = "audited"},
]

[[failing]]
found = ["indicator:k"]
indicator = [{id = "k", title = "件数"}]
observation = [{id = "v1", indicator = "k", value = 1.0, method = "self-reported"}]
*/
SELECT 'indicator' AS kind, k.id, k.title, count(*) AS times
FROM indicator k JOIN observation v ON v.indicator = k.id
WHERE v.value IS NOT NULL AND v.method IS NOT NULL
GROUP BY k.id, k.title HAVING bool_and(v.method = 'self-reported')
