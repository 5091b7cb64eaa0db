/*
code = "T03"
theme = "time"
severity = "error"
name.ja = "締切より前に採択している"
name.en = "An award decided before the call closed"
why.ja = "全部の応募を見る前に選ぶことはできません。"
why.en = "Nobody can choose before all applications are in."
mend.ja = "採択日 {decided} が締切日 {closed} より前です。日付を確かめてください。"
mend.en = "It was decided on {decided}, and the call closed on {closed}. Check the dates."
facts.decided = {ja = "採択日", en = "decided"}
facts.closed = {ja = "締切日", en = "closed"}

[[passing]]
call = [{id = "c", title = "公募", programme = "a", closed = 2024-05-01}]
award = [{id = "w", title = "採択", call = "c", decided = 2024-06-01, amount = 1}]

[[failing]]
found = ["award:w"]
call = [{id = "c", title = "公募", programme = "a", closed = 2024-05-01}]
award = [{id = "w", title = "採択", call = "c", decided = 2024-04-30, amount = 1}]
*/
SELECT 'award' AS kind, award.id, award.decided, c.closed
FROM award JOIN "call" c ON c.id = award.call WHERE award.decided < c.closed
