/*
unit = "yen"
name.ja = "採択"
name.en = "Awarded"
what.ja = "採択（契約）の額です。払った額ではありません。"
what.en = "What was agreed in awards. It is not what was paid."
by = [[], ["ministry"], ["field"], ["call"], ["programme"], ["award"], ["payee"], ["fiscal_year"], ["field", "fiscal_year"]]
*/
SELECT a.id, p.award, p.call, p.programme, p.ministry, p.field, fiscal(NULL, coalesce(a.agreed, a.decided, a.starts)) AS fiscal_year,
  a.recipient AS payee, a.amount AS value
FROM award a JOIN scoped_award p ON p.award = a.id
