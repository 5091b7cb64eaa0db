/*
code = "M15"
theme = "money"
severity = "error"
name.ja = "段の番号がありえない"
name.en = "A tier that cannot be"
why.ja = "直接の支払は1段目、再委託は2段目からです。段が違うと、足してはいけないお金が足されます。"
why.en = "Direct payments are tier 1, sub-awards begin with tier 2. With a wrong tier, money is added that must not be."
mend.ja = "段 {tier} を直してください。支払は1から、再委託は2からです。"
mend.en = "Correct tier {tier}: payments begin with 1, sub-awards with 2."
facts.tier = {ja = "書かれた段", en = "tier as written"}

[[passing]]
payment = [{id = "p1", amount = 100, tier = 1}, {id = "p2", amount = 100}]
sub_award = [{id = "s1", amount = 10, tier = 2}]

[[failing]]
found = ["payment:p1", "sub_award:s1"]
payment = [{id = "p1", amount = 100, tier = 0}]
sub_award = [{id = "s1", amount = 10, tier = 1}]
*/
SELECT 'payment' AS kind, id, tier FROM payment WHERE tier < 1
UNION ALL
SELECT 'sub_award', id, tier FROM sub_award WHERE tier < 2
