/*
unit = "yen"
name.ja = "単位の誤りが疑われる支払"
name.en = "Suspected unit errors"
what.ja = "元の予算の10倍を超える支払です。円を百万円の欄に書いたなどが考えられますが、誰が誤ったかは、ここからは分かりません。"
what.en = "Payments of over ten times the budget they came out of: perhaps yen typed where million yen are meant. Who erred cannot be known from here."
by = [[], ["fiscal_year"], ["ministry"], ["field"], ["programme"], ["payee"]]
*/
SELECT id, award, call, programme, ministry, field, fiscal_year, payee, value
FROM payment_row WHERE move = 'payment' AND tier = 1 AND suspected
