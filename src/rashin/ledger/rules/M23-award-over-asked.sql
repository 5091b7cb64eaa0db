/*
code = "M23"
theme = "money"
severity = "warning"
name.ja = "応募額より多く採択している"
name.en = "More was awarded than asked for"
why.ja = "求められた額を超える採択には、説明が要ります。"
why.en = "An award above what was asked for needs an explanation."
mend.ja = "応募額 {asked:,}円に対して {amount:,}円を採択しています。どちらの金額が正しいか確かめてください。"
mend.en = "¥{amount:,} was awarded where ¥{asked:,} was asked for. Check which amount is right."
facts.asked = {ja = "応募額（円）", en = "asked (yen)"}
facts.amount = {ja = "採択額（円）", en = "award (yen)"}

[[passing]]
application = [{id = "n", call = "c", applicant = "o", amount = 100}]
award = [{id = "w", title = "採択", application = "n", amount = 100}]

[[failing]]
found = ["award:w"]
application = [{id = "n", call = "c", applicant = "o", amount = 100}]
award = [{id = "w", title = "採択", application = "n", amount = 101}]
*/
SELECT 'award' AS kind, award.id, n.amount AS asked, award.amount
FROM award JOIN application n ON n.id = award.application WHERE award.amount > n.amount
