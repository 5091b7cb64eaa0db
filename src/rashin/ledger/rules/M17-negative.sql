/*
code = "M17"
theme = "money"
severity = "error"
name.ja = "金額が負になっている"
name.en = "An amount is negative"
why.ja = "返ってきたお金は「返納」として正の金額で記録します。負の支払は、合計から黙って引かれます。"
why.en = "Money that came back is entered as a refund with a positive amount. A negative payment silently lowers the total."
mend.ja = "{amount:,}円を確かめてください。返納なら区分を refund にして正の金額にします。"
mend.en = "Check ¥{amount:,}. If it is a refund, set the direction to refund and the amount to a positive one."
facts.amount = {ja = "金額（円）", en = "amount (yen)"}

[[passing]]
payment = [{id = "p1", amount = 100, move = "refund"}]
budget = [{id = "b", programme = "a", carried_out = -5, supplementary = -3}]

[[failing]]
found = ["payment:p1", "award:w"]
payment = [{id = "p1", amount = -100}]
award = [{id = "w", title = "採択", amount = -1}]
*/
SELECT 'payment' AS kind, id, amount FROM payment WHERE amount < 0
UNION ALL SELECT 'sub_award', id, amount FROM sub_award WHERE amount < 0
UNION ALL SELECT 'commitment', id, amount FROM commitment WHERE amount < 0
UNION ALL SELECT 'award', id, amount FROM award WHERE amount < 0
UNION ALL SELECT 'application', id, amount FROM application WHERE amount < 0
UNION ALL SELECT 'budget', id, executed FROM budget WHERE executed < 0
