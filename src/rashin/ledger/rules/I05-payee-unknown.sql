/*
code = "I05"
theme = "identity"
severity = "error"
name.ja = "支払先が書かれていない"
name.en = "Nobody is named as payee"
why.ja = "誰に渡ったか分からないお金は、説明できません。"
why.en = "Money that went to nobody in particular cannot be accounted for."
mend.ja = "{amount:,}円の支払先の名称を入れてください。個人なら「個人A」のように伏せた名前にします。"
mend.en = "Name the payee of ¥{amount:,}. For a person use a masked name such as “個人A”."
facts.amount = {ja = "金額（円）", en = "amount (yen)"}

[[passing]]
payment = [{id = "p1", amount = 100, payee_name = "架空商事"}, {id = "p2", amount = 100, payee = "o1"}]

[[failing]]
found = ["payment:p1", "commitment:c1"]
payment = [{id = "p1", amount = 100, payee_name = " "}]
commitment = [{id = "c1", amount = 100}]
*/
SELECT 'payment' AS kind, id, amount FROM payment WHERE payee IS NULL AND trim(coalesce(payee_name, '')) = ''
UNION ALL
SELECT 'commitment', id, amount FROM commitment WHERE payee IS NULL AND trim(coalesce(payee_name, '')) = ''
UNION ALL
SELECT 'sub_award', id, amount FROM sub_award WHERE payee IS NULL AND trim(coalesce(payee_name, '')) = ''
