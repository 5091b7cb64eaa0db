/*
code = "I04"
theme = "identity"
severity = "error"
name.ja = "個人の名前が伏せられていない"
name.en = "A person's name is not masked"
why.ja = "個人に支払った事実は公開しますが、誰かまでは公開しません。公開すると取り返せません。"
why.en = "That a person was paid is published, who it was is not. It cannot be taken back once it is."
mend.ja = "名称を「個人A」のように伏せて記録し直してください。元の名前は支払の証拠書類にだけ残します。"
mend.en = "Enter it again under a name such as “個人A”. The person's own name stays in the vouchers alone."
facts.length = {ja = "名称の文字数", en = "letters in the name"}

[[passing]]
organisation = [
  {id = "o1", title = "個人A", body = "person"},
  {id = "o2", title = "個人（１２）", body = "person"},
  {id = "o3", title = "鈴木商店株式会社", body = "company"},
]
payment = [
  {id = "p1", amount = 100, payee = "o1", payee_name = "個人A"},
  {id = "p2", amount = 100, payee_name = "A氏"},
  {id = "p3", amount = 100, payee = "o1", payee_name = "非常勤職員（３）"},
]

[[failing]]
found = ["organisation:o1", "payment:p1", "payment:p2"]
organisation = [{id = "o1", title = "羅針 花子", body = "person"}]
payment = [
  {id = "p1", amount = 100, payee = "o1", payee_name = "羅針 花子"},
  {id = "p2", amount = 100, payee_name = "羅針太郎氏"},
]
*/
WITH people AS (SELECT id FROM organisation WHERE body = 'person'), named AS (
  SELECT 'organisation' AS kind, id, title AS name FROM organisation WHERE body = 'person'
  UNION ALL SELECT 'commitment', id, payee_name FROM commitment WHERE payee IN (FROM people) OR suffix(payee_name, '氏')
  UNION ALL SELECT 'payment', id, payee_name FROM payment WHERE payee IN (FROM people) OR suffix(payee_name, '氏')
  UNION ALL SELECT 'sub_award', id, payee_name FROM sub_award WHERE payee IN (FROM people) OR suffix(payee_name, '氏')
)
SELECT kind, id, length(name) AS length
FROM named WHERE NOT masked(name)
