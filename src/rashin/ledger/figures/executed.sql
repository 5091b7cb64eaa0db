/*
unit = "yen"
name.ja = "執行"
name.en = "Executed"
what.ja = "予算のうち、実際に使われた額として書かれたものです。"
what.en = "What was stated to have been spent out of the budget."
by = [[], ["fiscal_year"], ["ministry"], ["ministry", "fiscal_year"], ["field"], ["field", "fiscal_year"], ["ministry", "field"], ["programme"], ["programme", "fiscal_year"], ["call"], ["award"]]
*/
SELECT e.id, p.award, p.call, p.programme, p.ministry, p.field, CAST(e.fiscal_year AS INTEGER) AS fiscal_year, e.executed AS value
FROM budget e JOIN place p ON p.name = named(e.award, e.programme)
WHERE e.executed IS NOT NULL AND counts(p.reviewed, p.sheet_year, e.fiscal_year)
