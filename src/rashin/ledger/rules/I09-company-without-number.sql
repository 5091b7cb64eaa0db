/*
code = "I09"
theme = "identity"
severity = "warning"
name.ja = "会社なのに法人番号がない"
name.en = "A company without a corporate number"
why.ja = "日本の会社には必ず法人番号があります。番号がないと、同じ名前の会社と区別できません。"
why.en = "Every company in Japan has a number. Without it, companies of one name cannot be told apart."
mend.ja = "「{name}」の法人番号を、国税庁の法人番号公表サイトで調べて入れてください。"
mend.en = "Look up the corporate number of “{name}” in the National Tax Agency's register and enter it."
facts.name = {ja = "名称", en = "name"}

[[passing]]
organisation = [
  {id = "o1", title = "架空商事", body = "company", corporate_number = "7000012050002"},
  {id = "o2", title = "Invented Ltd", body = "company", country = "GB"},
  {id = "o3", title = "個人A", body = "person"},
]

[[failing]]
found = ["organisation:o1"]
organisation = [{id = "o1", title = "架空商事", body = "company", country = "JP"}]
*/
SELECT 'organisation' AS kind, id, title AS name
FROM organisation
WHERE body = 'company' AND coalesce(country, 'JP') IN ('JP', 'JPN', '日本') AND trim(coalesce(corporate_number, '')) = ''
