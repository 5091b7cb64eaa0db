/*
code = "F12"
name.ja = "公募の期間が15日より短い"
name.en = "A call open for less than 15 days"
why.ja = "初めての人には準備の時間が足りません。災害のあとのように、急ぐ理由があることもあります。"
why.en = "It leaves newcomers no time to prepare. There may be a reason for haste, as after a disaster."
mend.ja = "「{title}」の公募は {days} 日間でした。急いだ理由を見てください。"
mend.en = "The call “{title}” was open for {days} days. Look at the reason for haste."
formula.ja = "締切日 − 公示日 ＜ 15日"
formula.en = "closed − opened < 15 days"
worked.ja = "4月1日から4月15日まで（14日）なら当たり、4月16日まで（15日）なら当たりません。"
worked.en = "From 1 to 15 April, 14 days, is flagged; to 16 April, 15 days, is not."
facts.title = {ja = "公募", en = "call"}
facts.days = {ja = "日数", en = "days"}
population = """
SELECT count(*) FROM "call" WHERE opened IS NOT NULL AND closed IS NOT NULL
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
missing = {ja = "公募の日付の欄がありません。", en = "There are no dates of calls."}

[[passing]]
call = [{id = "c", title = "公募", programme = "a", opened = 2024-04-01, closed = 2024-04-16}]

[[failing]]
found = ["call:c"]
call = [{id = "c", title = "公募", programme = "a", opened = 2024-04-01, closed = 2024-04-15}]
*/
SELECT 'call' AS kind, id, title, date_diff('day', opened, closed) AS days
FROM "call" WHERE closed >= opened AND date_diff('day', opened, closed) < 15
