/*
code = "D04"
theme = "duplicates"
severity = "warning"
name.ja = "同じ応募者が1つの公募に2度応募している"
name.en = "One applicant stands twice in a call"
why.ja = "応募の数は競争の激しさを示します。二重の行は、応募者が多いように見せます。"
why.en = "The number of applications shows how much competition there was. A row entered twice makes it look greater."
mend.ja = "「{applicant}」の応募が {times} 件あります（{ids}）。差し替えなら、前の行を取り消してください。"
mend.en = "“{applicant}” applied {times} times ({ids}). If one replaced another, withdraw the earlier one."
facts.applicant = {ja = "応募者", en = "applicant"}
facts.times = {ja = "件数", en = "times"}
facts.ids = {ja = "番号", en = "ids"}

[[passing]]
application = [
  {id = "n1", call = "c1", applicant = "o", amount = 10},
  {id = "n2", call = "c2", applicant = "o", amount = 10},
]

[[failing]]
found = ["application:n1"]
application = [
  {id = "n1", call = "c1", applicant = "o", amount = 10},
  {id = "n2", call = "c1", applicant = "o", amount = 12},
]
*/
SELECT 'application' AS kind, min(id) AS id, applicant, count(*) AS times, array_to_string(list_sort(list(id))[:5], '、') AS ids
FROM application GROUP BY call, applicant HAVING count(*) > 1
