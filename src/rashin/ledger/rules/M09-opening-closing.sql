/*
code = "M09"
theme = "money"
severity = "error"
name.ja = "期首と増減を足しても期末にならない"
name.en = "Opening and movements do not give the closing balance"
why.ja = "残高は、前からあった額と動いた額だけで決まります。合わない分は、記録のない動きです。"
why.en = "A balance is what was there and what moved. The difference is a movement without an entry."
mend.ja = "科目「{account}」は、期首 {opening:,}円、増減 {movements:,}円、期末 {closing:,}円です。"
mend.en = "The account “{account}” opens with ¥{opening:,}, moves by ¥{movements:,} and closes with ¥{closing:,}."
facts.account = {ja = "科目", en = "account"}
facts.opening = {ja = "期首（円）", en = "opening (yen)"}
facts.movements = {ja = "増減（円）", en = "movements (yen)"}
facts.closing = {ja = "期末（円）", en = "closing (yen)"}

[[passing]]
balance = [{id = "b", account = "基金", opening = 100, movements = -30, closing = 70}]

[[failing]]
found = ["balance:b"]
balance = [{id = "b", account = "基金", opening = 100, movements = -30, closing = 71}]
*/
SELECT 'balance' AS kind, id, account, opening, movements, closing
FROM balance WHERE opening + movements <> closing
