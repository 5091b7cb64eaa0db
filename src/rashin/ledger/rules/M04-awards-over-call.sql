/*
code = "M04"
theme = "money"
severity = "error"
name.ja = "採択額の合計が公募の上限を超える"
name.en = "Awards add up to more than the call"
why.ja = "公募で示した額を超えて採択すると、ほかの応募者との公平が失われます。"
why.en = "Awarding more than the call announced is unfair to those who applied."
mend.ja = "上限 {ceiling:,}円に対して {awarded:,}円を採択しています。採択か上限の記録を直してください。"
mend.en = "¥{awarded:,} was awarded under a ceiling of ¥{ceiling:,}. Correct the awards or the ceiling."
facts.ceiling = {ja = "公募の上限（円）", en = "ceiling of the call (yen)"}
facts.awarded = {ja = "採択の合計（円）", en = "awarded in all (yen)"}

[[passing]]
call = [{id = "c", title = "公募", programme = "a", ceiling = 100}]
award = [{id = "w1", title = "採択1", call = "c", amount = 60}, {id = "w2", title = "採択2", call = "c", amount = 40}]

[[failing]]
found = ["call:c"]
call = [{id = "c", title = "公募", programme = "a", ceiling = 100}]
award = [{id = "w1", title = "採択1", call = "c", amount = 60}, {id = "w2", title = "採択2", call = "c", amount = 41}]
*/
SELECT 'call' AS kind, c.id, c.ceiling, sum(award.amount) AS awarded
FROM "call" c JOIN award ON award.call = c.id
WHERE c.ceiling IS NOT NULL GROUP BY c.id, c.ceiling HAVING awarded > c.ceiling
