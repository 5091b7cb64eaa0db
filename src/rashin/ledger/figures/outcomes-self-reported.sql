/*
unit = "count"
name.ja = "自己申告だけの指標の数"
name.en = "Self-reported indicators"
what.ja = "実績値が、お金を受けた側の申告である成果の指標の数です。"
what.en = "How many outcome indicators rest on the word of those who were paid."
by = [[], ["fiscal_year"], ["ministry"], ["field"], ["programme"], ["award"]]
*/
SELECT id, award, call, programme, ministry, field, CAST(fiscal_year AS INTEGER) AS fiscal_year, 1 AS value
FROM indicator_row WHERE stage = 'outcome' AND method = 'self-reported'
