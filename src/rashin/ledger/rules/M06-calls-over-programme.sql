/*
code = "M06"
theme = "money"
severity = "error"
name.ja = "公募の上限の合計が事業の総額を超える"
name.en = "Calls add up to more than the programme"
why.ja = "示した上限どおりに採択すると、事業のお金が足りなくなります。"
why.en = "If as much is awarded as was announced, the programme runs out of money."
mend.ja = "総額 {ceiling:,}円に対して、公募の上限は合わせて {called:,}円です。どちらかの記録を直してください。"
mend.en = "Calls of ¥{called:,} were announced under a ceiling of ¥{ceiling:,}. Correct one or the other."
facts.ceiling = {ja = "総額の上限（円）", en = "ceiling of the programme (yen)"}
facts.called = {ja = "公募の上限の合計（円）", en = "announced in all (yen)"}

[[passing]]
programme = [{id = "a", title = "事業", ceiling = 100}]
call = [{id = "c1", title = "公募1", programme = "a", ceiling = 100}, {id = "c2", title = "公募2", programme = "a"}]

[[failing]]
found = ["programme:a"]
programme = [{id = "a", title = "事業", ceiling = 100}]
call = [{id = "c1", title = "公募1", programme = "a", ceiling = 100}, {id = "c2", title = "公募2", programme = "a", ceiling = 1}]
*/
SELECT 'programme' AS kind, p.id, p.ceiling, sum(c.ceiling) AS called
FROM programme p JOIN "call" c ON c.programme = p.id
WHERE p.ceiling IS NOT NULL GROUP BY p.id, p.ceiling HAVING called > p.ceiling
