/*
unit = "count"
name.ja = "実績値のある指標の数"
name.en = "Indicators with a value"
what.ja = "成果の指標のうち、実績値が一度でも書かれたものの数です。"
what.en = "How many outcome indicators have a value at all."
by = [[], ["fiscal_year"], ["ministry"], ["field"], ["programme"], ["award"]]
*/
SELECT id, award, call, programme, ministry, field, CAST(fiscal_year AS INTEGER) AS fiscal_year, 1 AS value
FROM indicator_row WHERE stage = 'outcome' AND observed IS NOT NULL
