/*
unit = "count"
name.ja = "目標値のある指標の数"
name.en = "Indicators with a target"
what.ja = "成果の指標のうち、目標値が書かれたものの数です。"
what.en = "How many outcome indicators state a target."
by = [[], ["fiscal_year"], ["ministry"], ["field"], ["programme"], ["award"]]
*/
SELECT id, award, call, programme, ministry, field, CAST(fiscal_year AS INTEGER) AS fiscal_year, 1 AS value
FROM indicator_row WHERE stage = 'outcome' AND target IS NOT NULL
