/*
code = "D03"
theme = "duplicates"
severity = "warning"
name.ja = "同じ採択が2度ある"
name.en = "The same award stands twice"
why.ja = "契約の変更は同じ番号の新しい版として記録します。別の番号で記録すると、採択額が二重になります。"
why.en = "A changed agreement is a new version under the same id. Under another id the award is counted twice."
mend.ja = "「{title}」（{amount:,}円）が {times} 件あります（{ids}）。変更なら1つの番号にまとめてください。"
mend.en = "“{title}” (¥{amount:,}) stands {times} times ({ids}). If it was changed, keep it under one id."
facts.title = {ja = "名前", en = "name"}
facts.amount = {ja = "採択額（円）", en = "award (yen)"}
facts.times = {ja = "件数", en = "times"}
facts.ids = {ja = "番号", en = "ids"}

[[passing]]
award = [
  {id = "w1", title = "採択", call = "c", recipient = "o1", amount = 10},
  {id = "w2", title = "採択", call = "c", recipient = "o2", amount = 10},
]

[[failing]]
found = ["award:w1"]
award = [
  {id = "w1", title = "採択", call = "c", recipient = "o1", amount = 10},
  {id = "w2", title = "採択", call = "c", recipient = "o1", amount = 10},
]
*/
SELECT 'award' AS kind, min(id) AS id, title, amount, count(*) AS times, array_to_string(list_sort(list(id))[:5], '、') AS ids
FROM award WHERE recipient IS NOT NULL GROUP BY programme, call, recipient, title, amount, starts, ends HAVING count(*) > 1
