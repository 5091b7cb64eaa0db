/*
unit = "yen"
name.ja = "予算"
name.en = "Budgeted"
what.ja = "予算書の計（当初・補正・繰越し・予備費など）です。約束した額でも、払った額でもありません。"
what.en = "The total of the budget lines: initial, supplementary, carried over and reserve. It is neither what was committed nor what was paid."
by = [[], ["fiscal_year"], ["ministry"], ["ministry", "fiscal_year"], ["field"], ["field", "fiscal_year"], ["ministry", "field"], ["programme"], ["programme", "fiscal_year"], ["call"], ["award"]]
*/
SELECT e.id, p.award, p.call, p.programme, p.ministry, p.field, CAST(e.fiscal_year AS INTEGER) AS fiscal_year, coalesce(e.total, coalesce(e.initial, 0)
  + coalesce(e.supplementary, 0) + coalesce(e.carried_in, 0) + coalesce(e.carried_out, 0) + coalesce(e.reserve, 0)) AS value
FROM budget e JOIN place p ON p.name = named(e.award, e.programme)
WHERE counts(p.reviewed, p.sheet_year, e.fiscal_year)
