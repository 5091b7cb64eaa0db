/*
unit = "yen"
name.ja = "支払先に書かれた額（単位の誤りが疑われるものを除く）"
name.en = "Stated as paid, without suspected unit errors"
what.ja = "支払先に書かれた額から、元の予算の10倍を超えるもの（単位の誤りが疑われるもの）を除いた額です。誰が誤ったかは、ここからは分かりません。"
what.en = "Stated as paid, without payments of over ten times the budget they came out of, whose unit is probably wrong. Who erred cannot be known from here."
by = [[], ["fiscal_year"], ["ministry"], ["ministry", "fiscal_year"], ["field"], ["field", "fiscal_year"], ["ministry", "field"], ["programme"], ["programme", "fiscal_year"], ["call"], ["award"], ["payee"], ["field", "payee"]]
*/
SELECT id, award, call, programme, ministry, field, fiscal_year, payee, value
FROM payment_row WHERE move = 'payment' AND tier = 1 AND NOT suspected
