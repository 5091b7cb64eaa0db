/*
unit = "yen"
name.ja = "支払"
name.en = "Paid"
what.ja = "支払先に払ったと書かれた額を、そのまま足したものです。再委託と返納は含みません。段の書かれていない支払は、直接の支払として数えています。"
what.en = "What was stated to have been paid, added up as it was published. Sub-awards and refunds are not in it. Payments whose tier is not stated count as direct."
by = [[], ["fiscal_year"], ["ministry"], ["ministry", "fiscal_year"], ["field"], ["field", "fiscal_year"], ["ministry", "field"], ["programme"], ["programme", "fiscal_year"], ["call"], ["award"], ["payee"], ["payee", "fiscal_year"], ["field", "payee"]]
*/
SELECT id, award, call, programme, ministry, field, fiscal_year, payee, value
FROM payment_row WHERE move = 'payment' AND tier = 1
