/*
unit = "yen"
name.ja = "返納"
name.en = "Refunded"
what.ja = "国や事業に戻された額です。支払から差し引いてはいません。"
what.en = "What was paid back. It is not taken off what was paid."
by = [[], ["fiscal_year"], ["ministry"], ["ministry", "fiscal_year"], ["field"], ["field", "fiscal_year"], ["ministry", "field"], ["programme"], ["programme", "fiscal_year"], ["call"], ["award"], ["payee"]]
*/
SELECT id, award, call, programme, ministry, field, fiscal_year, payee, value
FROM payment_row WHERE move = 'refund'
