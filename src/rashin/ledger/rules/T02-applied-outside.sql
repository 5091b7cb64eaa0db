/*
code = "T02"
theme = "time"
severity = "error"
name.ja = "応募日が公募の期間の外にある"
name.en = "An application outside the call's time"
why.ja = "締切の後に受け付けると、ほかの応募者との公平が失われます。"
why.en = "To take an application after the close is unfair to the others."
mend.ja = "応募日 {applied} が、公募の期間（{opened} から {closed}）の外です。日付を確かめてください。"
mend.en = "It was applied on {applied}, outside {opened} to {closed}. Check the dates."
facts.applied = {ja = "応募日", en = "applied"}
facts.opened = {ja = "公示日", en = "opened"}
facts.closed = {ja = "締切日", en = "closed"}

[[passing]]
call = [{id = "c", title = "公募", programme = "a", opened = 2024-04-01, closed = 2024-05-01}]
application = [{id = "n", call = "c", applicant = "o", applied = 2024-05-01, amount = 1}]

[[failing]]
found = ["application:n1", "application:n2"]
call = [{id = "c", title = "公募", programme = "a", opened = 2024-04-01, closed = 2024-05-01}]
application = [
  {id = "n1", call = "c", applicant = "o", applied = 2024-05-02, amount = 1},
  {id = "n2", call = "c", applicant = "p", applied = 2024-03-31, amount = 1},
]
*/
SELECT 'application' AS kind, n.id, n.applied, c.opened, c.closed
FROM application n JOIN "call" c ON c.id = n.call WHERE n.applied > c.closed OR n.applied < c.opened
