/*
code = "I03"
theme = "identity"
severity = "warning"
name.ja = "1つの法人番号に複数の名称"
name.en = "One corporate number under several names"
why.ja = "番号か名称のどちらかが違うと、別の組織のお金が混ざります。社名の変更なら問題ありません。"
why.en = "If the number or a name is wrong, the money of two organisations is mixed. A change of name is no fault."
mend.ja = "番号 {number} は {names_count} 通りの名称（{names}）で書かれています。登記の名称と見比べてください。"
mend.en = "The number {number} is written with {names_count} names ({names}). Compare them with the register."
facts.number = {ja = "法人番号", en = "corporate number"}
facts.names_count = {ja = "名称の数", en = "how many names"}
facts.names = {ja = "名称", en = "names"}

[[passing]]
organisation = [{id = "o1", title = "株式会社架空商事", corporate_number = "7000012050002"}]
payment = [
  {id = "p1", amount = 100, payee_name = "（株）架空商事", payee_number = "7000012050002"},
  {id = "p2", amount = 100, payee_name = "架空　商事㈱", payee_number = "7000012050002"},
]

[[failing]]
found = ["organisation:o1"]
organisation = [{id = "o1", title = "架空商事株式会社", corporate_number = "7000012050002"}]
payment = [{id = "p1", amount = 100, payee_name = "別物産株式会社", payee_number = "7000012050002"}]

[[failing]]
found = ["payment:p1"]
payment = [
  {id = "p1", amount = 100, payee_name = "架空商事", payee_number = "7000012050002"},
  {id = "p2", amount = 100, payee_name = "別物産", payee_number = "7000012050002"},
]
*/
WITH several AS MATERIALIZED (
  -- Most numbers have one name, to the letter: only the others are looked at closely.
  SELECT number FROM numbers_written() WHERE number IS NOT NULL GROUP BY number HAVING min(name) <> max(name)
), named AS MATERIALIZED (
  SELECT plain_number(number) AS number, name, kind, id FROM numbers_written() SEMI JOIN several USING (number)
  WHERE trim(name) <> ''
)
SELECT min_by(kind, (kind <> 'organisation', id)) AS kind, min_by(id, (kind <> 'organisation', id)) AS id, number,
  count(DISTINCT plain_name(name)) AS names_count, array_to_string(list_sort(list(DISTINCT name))[:5], '、') AS names
FROM named WHERE regexp_full_match(number, '[0-9]{13}')
GROUP BY number HAVING count(DISTINCT plain_name(name)) > 1
