/*
unit = "count"
name.ja = "目標値も実績値もある指標の数"
name.en = "Indicators with a target and a value"
what.ja = "成果の指標のうち、目標値と実績値の両方が書かれ、届いたかどうかが分かるものの数です。"
what.en = "How many outcome indicators have both a target and a value, so that it can be told whether it was reached."
by = [[], ["fiscal_year"], ["ministry"], ["field"], ["programme"], ["award"]]
*/
SELECT id, award, call, programme, ministry, field, CAST(fiscal_year AS INTEGER) AS fiscal_year, 1 AS value
FROM indicator_row WHERE stage = 'outcome' AND observed IS NOT NULL AND target IS NOT NULL
