/*
unit = "count"
name.ja = "事業の数"
name.en = "Programmes"
what.ja = "事業の数です。毎年のシートは、年ごとに1件と数えます。"
what.en = "How many programmes there are. Yearly sheets count once for each year."
by = [[], ["fiscal_year"], ["ministry"], ["field"], ["ministry", "fiscal_year"], ["field", "fiscal_year"]]
*/
SELECT programme AS id, programme, ministry, field, CAST(sheet_year AS INTEGER) AS fiscal_year, 1 AS value FROM scoped
