/*
code = "D02"
theme = "duplicates"
severity = "error"
name.ja = "同じ法人番号の組織が2つある"
name.en = "Two organisations have one corporate number"
why.ja = "1つの組織が2つに分かれると、いくら受け取ったかが小さく見えます。"
why.en = "An organisation split in two seems to have received less than it did."
mend.ja = "番号 {number} の組織が {times} つあります（{ids}）。1つにまとめ、支払先をそちらに直してください。"
mend.en = "{times} organisations have the number {number} ({ids}). Keep one, and let payments name that one."
facts.number = {ja = "法人番号", en = "corporate number"}
facts.times = {ja = "組織の数", en = "organisations"}
facts.ids = {ja = "番号", en = "ids"}

[[passing]]
organisation = [
  {id = "o1", title = "架空商事", corporate_number = "7000012050002"},
  {id = "o2", title = "架空商事"},
]

[[failing]]
found = ["organisation:o1"]
organisation = [
  {id = "o1", title = "架空商事", corporate_number = "7000012050002"},
  {id = "o2", title = "架空商事株式会社", corporate_number = "7000012050002"},
]
*/
SELECT 'organisation' AS kind, min(id) AS id, plain_number(corporate_number) AS number, count(*) AS times,
  array_to_string(list_sort(list(id))[:5], '、') AS ids
FROM organisation WHERE trim(corporate_number) <> '' GROUP BY number HAVING count(*) > 1
