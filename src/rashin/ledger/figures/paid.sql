/*
unit = "yen"
name.ja = "支払"
name.en = "Paid"
what.ja = "事業から直接払われた額です。段の分からない支払、再委託、返納は含みません。"
what.en = "What the programme paid directly. Payments whose tier is not known, what was passed on, and refunds are not in it."
by = [[], ["fiscal_year"], ["ministry"], ["ministry", "fiscal_year"], ["field"], ["field", "fiscal_year"], ["ministry", "field"], ["programme"], ["programme", "fiscal_year"], ["call"], ["award"], ["payee"], ["payee", "fiscal_year"]]
*/
SELECT id, award, call, programme, ministry, field, fiscal_year, payee, value
FROM payment_row WHERE move = 'payment' AND tier = 1 AND tier_known
