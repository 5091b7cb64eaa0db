/*
code = "F01"
name.ja = "応募者が1者だけ"
name.en = "A single applicant"
why.ja = "競争がないと、価格や内容を比べられません。専門の会社が1つしかないこともあります。"
why.en = "Without competition neither price nor content can be compared. There may be only one firm that can do it."
mend.ja = "「{what}」の応募者は1者です。期間や条件が狭くなかったか、公示を見てください。"
mend.en = "“{what}” had one applicant. Look whether the time or the conditions of the announcement were narrow."
formula.ja = "競争による契約の応札者＝1、または締め切った公募の応募者＝1"
formula.en = "a contract by competition with bidders = 1, or a closed call with applicants = 1"
worked.ja = "一般競争入札で応札が1者なら当たり、2者なら当たりません。随意契約（その他）は数えません。"
worked.en = "Open bidding with 1 bidder is flagged, with 2 it is not. Contracts without competition are not counted."
facts.what = {ja = "契約・公募", en = "contract or call"}
population = """
SELECT (SELECT count(*) FROM commitment WHERE bidders >= 1 AND competitive(procedure))
  + (SELECT count(DISTINCT c.id) FROM "call" c JOIN application n ON n.call = c.id WHERE c.closed < checked_on())
"""

[[base_rate]]
data = {ja = "行政事業レビュー 2015〜2023年度（JUDGIT）", en = "Administrative project reviews 2015–2023 (JUDGIT)"}
missing = {ja = "応札者の数の欄がありません。", en = "There is no number of bidders."}

[[passing]]
commitment = [
  {id = "c1", amount = 1, bidders = 2, procedure = "一般競争入札"},
  {id = "c2", amount = 1, bidders = 1, procedure = "随意契約（その他）"},
]
call = [{id = "k", title = "公募", programme = "a", closed = 2024-05-01}]
application = [{id = "n1", call = "k", applicant = "o1", amount = 1}, {id = "n2", call = "k", applicant = "o2", amount = 1}]

[[failing]]
found = ["commitment:c1", "call:k"]
commitment = [{id = "c1", amount = 1, bidders = 1, procedure = "一般競争入札"}]
call = [{id = "k", title = "公募", programme = "a", closed = 2024-05-01}]
application = [{id = "n1", call = "k", applicant = "o1", amount = 1}, {id = "n2", call = "k", applicant = "o1", amount = 1}]
*/
SELECT 'commitment' AS kind, id, coalesce(payee_name, payee, id) AS what FROM commitment WHERE bidders = 1 AND competitive(procedure)
UNION ALL
SELECT 'call', c.id, any_value(c.title) FROM "call" c JOIN application n ON n.call = c.id
WHERE c.closed < checked_on() GROUP BY c.id HAVING count(DISTINCT n.applicant) = 1
