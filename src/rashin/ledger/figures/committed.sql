/*
unit = "yen"
name.ja = "契約"
name.en = "Committed"
what.ja = "契約などで払うと約束した額です。"
what.en = "What was promised by contract."
by = [[], ["fiscal_year"], ["ministry"], ["ministry", "fiscal_year"], ["field"], ["field", "fiscal_year"], ["ministry", "field"], ["programme"], ["programme", "fiscal_year"], ["call"], ["award"], ["payee"]]
*/
SELECT e.id, p.award, p.call, p.programme, p.ministry, p.field, fiscal(e.fiscal_year, e.agreed) AS fiscal_year, e.payee, e.amount AS value
FROM commitment e JOIN place p ON p.name = named(e.award, e.programme)
