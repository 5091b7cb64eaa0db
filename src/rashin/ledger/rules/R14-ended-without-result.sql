/*
code = "R14"
theme = "results"
severity = "warning"
name.ja = "終わった採択に結果が1つもない"
name.en = "An award that ended, and no result at all"
why.ja = "お金を使い終わったのに、何が残ったか書かれていません。うまくいかなかったことも結果です。"
why.en = "The money is spent, and nothing says what is left of it. A failure is a result too."
mend.ja = "「{title}」は {ended} に終わりました。産出、実績、成果のどれかを記録してください。"
mend.en = "“{title}” ended on {ended}. Enter an output, a value or an outcome."
facts.title = {ja = "採択", en = "award"}
facts.ended = {ja = "終わった日", en = "ended"}

[[passing]]
award = [
  {id = "w1", title = "採択1", ends = 2024-03-31, amount = 1},
  {id = "w2", title = "採択2", ends = 2024-03-31, amount = 1},
  {id = "w3", title = "採択3", ends = 2999-03-31, amount = 1},
]
output = [{id = "u", title = "報告書", award = "w1"}]
indicator = [{id = "k", title = "件数", award = "w2"}]
observation = [{id = "v", indicator = "k", value = 1.0}]

[[failing]]
found = ["award:w1"]
award = [{id = "w1", title = "採択1", ends = 2024-03-31, amount = 1}]
indicator = [{id = "k", title = "件数", award = "w1"}]
*/
WITH results AS (
  SELECT award FROM output UNION ALL SELECT award FROM outcome UNION ALL
  SELECT k.award FROM indicator k JOIN observation v ON v.indicator = k.id WHERE v.value IS NOT NULL
)
SELECT 'award' AS kind, award.id, award.title, least(award.closed, award.ends) AS ended
FROM award ANTI JOIN results ON results.award = award.id WHERE least(award.closed, award.ends) < checked_on()
