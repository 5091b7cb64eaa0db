/*
unit = "count"
name.ja = "成果の指標がない事業の数"
name.en = "Programmes without an outcome indicator"
what.ja = "成果の指標が一つも書かれていない事業の数です。"
what.en = "How many programmes state no outcome indicator at all."
by = [[], ["fiscal_year"], ["ministry"], ["field"]]
*/
SELECT programme AS id, programme, ministry, field, CAST(sheet_year AS INTEGER) AS fiscal_year, 1 AS value
FROM scoped ANTI JOIN (SELECT programme FROM indicator_row WHERE stage = 'outcome') USING (programme)
