/*
code = "I01"
theme = "identity"
severity = "error"
name.ja = "法人番号が13桁でない"
name.en = "A corporate number does not have 13 digits"
why.ja = "桁の足りない番号では、お金を受け取った組織が分かりません。"
why.en = "With a number of the wrong length nobody can tell which organisation got the money."
mend.ja = "「{name}」の番号「{number}」を、国税庁の法人番号公表サイトで確かめて直してください。分からなければ空けてください。"
mend.en = "Look up the number “{number}” of “{name}” in the National Tax Agency's register and correct it, or leave it empty."
facts.name = {ja = "名称", en = "name"}
facts.number = {ja = "書かれた番号", en = "number as written"}

[[passing]]
payment = [
  {id = "p1", amount = 100, payee_name = "国立国会図書館", payee_number = "7000012050002"},
  {id = "p2", amount = 100, payee_name = "国立国会図書館", payee_number = "７０００-０１２０-５０００２"},
  {id = "p3", amount = 100, payee_name = "名前だけの会社"},
]

[[failing]]
found = ["payment:p1", "organisation:o1", "sub_award:s1"]
payment = [{id = "p1", amount = 100, payee_name = "国立国会図書館", payee_number = "700001205000"}]
organisation = [{id = "o1", title = "架空商事", corporate_number = "70000120500021"}]
sub_award = [{id = "s1", amount = 100, payee_name = "架空工業", payee_number = "T700001205000X"}]
*/
WITH numbers AS (
  -- any_value, or else the test below would be pushed down and put to every row instead of every number.
  SELECT any_value(n.number) AS number FROM numbers_written() n WHERE n.number IS NOT NULL GROUP BY n.number
), unsound AS MATERIALIZED (
  SELECT number FROM numbers WHERE NOT is_corporate_number(number)
), wrong AS (
  SELECT number FROM unsound WHERE trim(number) <> '' AND NOT regexp_full_match(plain_number(number), '[0-9]{13}')
)
SELECT kind, id, name, number
FROM numbers_written() SEMI JOIN wrong USING (number)
