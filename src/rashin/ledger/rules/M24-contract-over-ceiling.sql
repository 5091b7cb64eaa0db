/*
code = "M24"
theme = "money"
severity = "error"
name.ja = "契約額が予定価格を超える"
name.en = "A contract is over its ceiling price"
why.ja = "国の契約は予定価格の範囲内で結びます（会計法第29条の6）。"
why.en = "A contract of the state is made within its ceiling price (Public Accounting Act, article 29-6)."
mend.ja = "契約額 {amount:,}円が予定価格 {ceiling:,}円を超えています。どちらの金額が正しいか確かめてください。"
mend.en = "The contract of ¥{amount:,} is over the ceiling price of ¥{ceiling:,}. Check which amount is right."
facts.amount = {ja = "契約額（円）", en = "contract (yen)"}
facts.ceiling = {ja = "予定価格（円）", en = "ceiling price (yen)"}

[[passing]]
commitment = [{id = "c", amount = 100, ceiling = 100}, {id = "d", amount = 100}]

[[failing]]
found = ["commitment:c"]
commitment = [{id = "c", amount = 101, ceiling = 100}]
*/
SELECT 'commitment' AS kind, id, amount, ceiling FROM commitment WHERE amount > ceiling
