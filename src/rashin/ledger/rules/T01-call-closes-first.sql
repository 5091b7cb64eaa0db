/*
code = "T01"
theme = "time"
severity = "error"
name.ja = "公募が、始まる前に締め切られている"
name.en = "A call closes before it opens"
why.ja = "日付のどちらかが違います。"
why.en = "One of the dates is wrong."
mend.ja = "公示日 {opened} と締切日 {closed} を、公募要領で確かめて直してください。"
mend.en = "Check the opening {opened} and the closing {closed} against the announcement."
facts.opened = {ja = "公示日", en = "opened"}
facts.closed = {ja = "締切日", en = "closed"}

[[passing]]
call = [{id = "c", title = "公募", programme = "a", opened = 2024-04-01, closed = 2024-05-01}]

[[failing]]
found = ["call:c"]
call = [{id = "c", title = "公募", programme = "a", opened = 2024-05-02, closed = 2024-05-01}]
*/
SELECT 'call' AS kind, id, opened, closed FROM "call" WHERE closed < opened
