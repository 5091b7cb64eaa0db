/*
unit = "count"
name.ja = "成果の指標の数"
name.en = "Outcome indicators"
what.ja = "成果を測るとされた指標の数です。"
what.en = "How many indicators were to measure outcomes."
by = [[], ["fiscal_year"], ["ministry"], ["field"], ["programme"], ["award"]]
*/
SELECT id, award, call, programme, ministry, field, CAST(fiscal_year AS INTEGER) AS fiscal_year, 1 AS value
FROM indicator_row WHERE stage = 'outcome'
