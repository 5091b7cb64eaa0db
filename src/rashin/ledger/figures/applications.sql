/*
unit = "count"
name.ja = "応募の数"
name.en = "Applications"
what.ja = "応募の件数です。"
what.en = "How many applications came in."
by = [[], ["call"], ["programme"], ["payee"]]
*/
SELECT a.id, a.call, c.programme, a.applicant AS payee, 1 AS value
FROM application a JOIN call c ON c.id = a.call JOIN scoped s ON s.programme = c.programme
