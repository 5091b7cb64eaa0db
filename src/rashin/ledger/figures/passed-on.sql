/*
unit = "yen"
name.ja = "再委託"
name.en = "Passed on"
what.ja = "支払を受けた先が、さらに別の先へ払った額です。支払と足すと、同じお金を二度数えます。"
what.en = "What recipients paid on to others. Added to what was paid, the same money would be counted twice."
by = [[], ["fiscal_year"], ["ministry"], ["field"], ["programme"], ["award"], ["payee"]]
*/
SELECT e.id, p.award, p.call, p.programme, p.ministry, p.field, CAST(e.fiscal_year AS INTEGER) AS fiscal_year, e.payee, e.amount AS value
FROM sub_award e JOIN place p ON p.name = named(e.award, e.programme)
UNION ALL
SELECT id, award, call, programme, ministry, field, fiscal_year, payee, value FROM payment_row WHERE move = 'payment' AND tier > 1
