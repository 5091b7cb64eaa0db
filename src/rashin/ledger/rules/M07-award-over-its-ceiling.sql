/*
code = "M07"
theme = "money"
severity = "error"
name.ja = "1件の採択額が公募の1件の上限を超える"
name.en = "An award is over the ceiling of one award"
why.ja = "公募要領の上限を超える採択は、要領と合いません。"
why.en = "An award over the announced ceiling contradicts the call."
mend.ja = "採択額 {amount:,}円が、1件の上限 {ceiling:,}円を超えています。"
mend.en = "The award of ¥{amount:,} is over the ceiling of ¥{ceiling:,} for one award."
facts.amount = {ja = "採択額（円）", en = "award (yen)"}
facts.ceiling = {ja = "1件の上限（円）", en = "ceiling of one award (yen)"}

[[passing]]
call = [{id = "c", title = "公募", programme = "a", award_ceiling = 50}]
award = [{id = "w", title = "採択", call = "c", amount = 50}]

[[failing]]
found = ["award:w"]
call = [{id = "c", title = "公募", programme = "a", award_ceiling = 50}]
award = [{id = "w", title = "採択", call = "c", amount = 51}]
*/
SELECT 'award' AS kind, award.id, award.amount, c.award_ceiling AS ceiling
FROM award JOIN "call" c ON c.id = award.call WHERE award.amount > c.award_ceiling
