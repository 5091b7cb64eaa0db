/*
code = "F13"
name.ja = "別の応募者の額が1円まで同じ"
name.en = "Two applicants ask for the same yen"
why.ja = "相談して額を決めたのかもしれません。上限いっぱいで応募すると、自然に同じ額になります。"
why.en = "They may have agreed on it. Where all ask for the ceiling, the amounts are naturally the same."
mend.ja = "「{title}」で {applicants} 者が同じ {amount:,}円で応募しています。上限と同じ額かどうか見てください。"
mend.en = "In “{title}” {applicants} applicants asked for ¥{amount:,}. Look whether that is the ceiling."
formula.ja = "同じ公募に、同じ額の応募者が2者以上"
formula.en = "2 applicants or more with one amount in one call"
worked.ja = "A社とB社が4,980,000円なら当たり、4,980,000円と4,980,001円なら当たりません。"
worked.en = "Two of ¥4,980,000 are flagged; ¥4,980,000 and ¥4,980,001 are not."
facts.title = {ja = "公募", en = "call"}
facts.applicants = {ja = "応募者の数", en = "applicants"}
facts.amount = {ja = "応募額（円）", en = "asked (yen)"}
population = """
SELECT count(*) FROM (SELECT 1 FROM application WHERE amount > 0 GROUP BY call HAVING count(DISTINCT applicant) >= 2)
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
missing = {ja = "応募の記録がありません。", en = "There are no applications."}

[[passing]]
call = [{id = "c", title = "公募", programme = "a"}]
application = [
  {id = "n1", call = "c", applicant = "o1", amount = 4980000},
  {id = "n2", call = "c", applicant = "o2", amount = 4980001},
  {id = "n3", call = "c", applicant = "o2", amount = 4980001},
]

[[failing]]
found = ["call:c"]
call = [{id = "c", title = "公募", programme = "a"}]
application = [
  {id = "n1", call = "c", applicant = "o1", amount = 4980000},
  {id = "n2", call = "c", applicant = "o2", amount = 4980000},
]
*/
SELECT 'call' AS kind, n.call AS id, any_value(c.title) AS title, count(DISTINCT n.applicant) AS applicants, n.amount
FROM application n LEFT JOIN "call" c ON c.id = n.call WHERE n.amount > 0
GROUP BY n.call, n.amount HAVING count(DISTINCT n.applicant) >= 2
