/*
code = "T04"
theme = "time"
severity = "error"
name.ja = "採択より前に契約している"
name.en = "Agreed before it was decided"
why.ja = "選ばれる前に契約があるなら、選考が形だけだったことになります。まず日付を疑います。"
why.en = "An agreement before the choice would make the choice a form. Suspect the dates first."
mend.ja = "契約日 {agreed} が採択日 {decided} より前です。日付を確かめてください。"
mend.en = "It was agreed on {agreed} and decided on {decided}. Check the dates."
facts.agreed = {ja = "契約日", en = "agreed"}
facts.decided = {ja = "採択日", en = "decided"}

[[passing]]
award = [{id = "w", title = "採択", decided = 2024-06-01, agreed = 2024-06-01, amount = 1}]

[[failing]]
found = ["award:w"]
award = [{id = "w", title = "採択", decided = 2024-06-01, agreed = 2024-05-31, amount = 1}]
*/
SELECT 'award' AS kind, id, agreed, decided FROM award WHERE agreed < decided
