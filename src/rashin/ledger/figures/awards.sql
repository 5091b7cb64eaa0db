/*
unit = "count"
name.ja = "採択の数"
name.en = "Awards"
what.ja = "採択の件数です。"
what.en = "How many awards were made."
by = [[], ["ministry"], ["field"], ["call"], ["programme"], ["payee"], ["fiscal_year"]]
*/
SELECT a.id, p.award, p.call, p.programme, p.ministry, p.field, fiscal(NULL, coalesce(a.agreed, a.decided, a.starts)) AS fiscal_year,
  a.recipient AS payee, 1 AS value
FROM award a JOIN scoped_award p ON p.award = a.id
