/*
code = "M05"
theme = "money"
severity = "error"
name.ja = "採択額の合計が事業の総額を超える"
name.en = "Awards add up to more than the programme"
why.ja = "事業の総額は国会や議会が認めた額です。それを超える約束はできません。"
why.en = "A programme's ceiling is what parliament or the assembly granted. No more can be promised."
mend.ja = "総額 {ceiling:,}円に対して {awarded:,}円を採択しています。採択か総額の記録を直してください。"
mend.en = "¥{awarded:,} was awarded under a ceiling of ¥{ceiling:,}. Correct the awards or the ceiling."
facts.ceiling = {ja = "総額の上限（円）", en = "ceiling of the programme (yen)"}
facts.awarded = {ja = "採択の合計（円）", en = "awarded in all (yen)"}

[[passing]]
programme = [{id = "a", title = "事業", ceiling = 100}]
call = [{id = "c", title = "公募", programme = "a"}]
award = [{id = "w1", title = "採択1", call = "c", amount = 60}, {id = "w2", title = "採択2", programme = "a", amount = 40}]

[[failing]]
found = ["programme:a"]
programme = [{id = "a", title = "事業", ceiling = 100}]
call = [{id = "c", title = "公募", programme = "a"}]
award = [
  {id = "w1", title = "採択1", call = "c", programme = "a", amount = 60},
  {id = "w2", title = "採択2", programme = "a", amount = 41},
]
*/
WITH awarded AS (
  SELECT coalesce(award.programme, c.programme) AS programme, sum(award.amount) AS awarded
  FROM award LEFT JOIN "call" c ON c.id = award.call GROUP BY 1
)
SELECT 'programme' AS kind, id, ceiling, awarded
FROM programme JOIN awarded ON awarded.programme = programme.id WHERE awarded > ceiling
