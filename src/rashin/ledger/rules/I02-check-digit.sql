/*
code = "I02"
theme = "identity"
severity = "error"
name.ja = "法人番号の検査数字が合わない"
name.en = "The check digit of a corporate number is wrong"
why.ja = "先頭の1桁は、残りの12桁から計算できます。合わない番号は、どこかの桁が書き違えられています。"
why.en = "The first digit follows from the other twelve. Where it does not, some digit was mistyped."
mend.ja = "「{name}」の番号「{number}」を、国税庁の法人番号公表サイトで確かめて直してください。先頭は {digit} になるはずです。"
mend.en = "Look up the number “{number}” of “{name}” in the National Tax Agency's register. Its first digit should be {digit}."
facts.name = {ja = "名称", en = "name"}
facts.number = {ja = "書かれた番号", en = "number as written"}
facts.digit = {ja = "計算した検査数字", en = "check digit as calculated"}

[[passing]]
payment = [
  {id = "p1", amount = 100, payee_name = "国立国会図書館", payee_number = "7000012050002"},
  {id = "p2", amount = 100, payee_name = "足りない番号", payee_number = "700001205000"},
]
organisation = [{id = "o1", title = "架空商事", corporate_number = "9012405001241"}]

[[failing]]
found = ["payment:p1", "organisation:o1"]
payment = [{id = "p1", amount = 100, payee_name = "国立国会図書館", payee_number = "7000012050003"}]
organisation = [{id = "o1", title = "架空商事", corporate_number = "8012405001241"}]
*/
WITH numbers AS (
  -- any_value, or else the test below would be pushed down and put to every row instead of every number.
  SELECT any_value(n.number) AS number FROM numbers_written() n WHERE n.number IS NOT NULL GROUP BY n.number
), unsound AS MATERIALIZED (
  SELECT number FROM numbers WHERE NOT is_corporate_number(number)
), wrong AS (
  SELECT number, corporate_check_digit(plain_number(number)[2:]) AS digit FROM unsound
  WHERE regexp_full_match(plain_number(number), '[0-9]{13}') AND NOT is_corporate_number(plain_number(number))
)
SELECT kind, id, name, number, digit
FROM numbers_written() JOIN wrong USING (number)
