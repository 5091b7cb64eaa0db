/*
code = "M18"
theme = "money"
severity = "warning"
name.ja = "金額が0円"
name.en = "An amount of zero yen"
why.ja = "0円の行は、支払がなかったのか、金額が分からないのかが区別できません。百万円への丸めで0になることもあります。"
why.en = "Nobody can tell whether nothing was paid or the amount is unknown. Rounding to millions makes zeros too."
mend.ja = "支払がなければ行を取り消し、あれば金額を円で入れてください。"
mend.en = "Withdraw the entry if nothing was paid; otherwise enter the amount in yen."
facts.written = {ja = "書かれた金額", en = "amount as written"}

[[passing]]
payment = [{id = "p1", amount = 1}]

[[failing]]
found = ["payment:p1", "award:w"]
payment = [{id = "p1", amount = 0, amount_written = "0", amount_unit = "百万円"}]
award = [{id = "w", title = "採択", amount = 0}]
*/
SELECT 'payment' AS kind, id, amount_written AS written FROM payment WHERE amount = 0
UNION ALL SELECT 'sub_award', id, amount_written FROM sub_award WHERE amount = 0
UNION ALL SELECT 'commitment', id, amount_written FROM commitment WHERE amount = 0
UNION ALL SELECT 'award', id, amount_written FROM award WHERE amount = 0
