/*
unit = "yen"
name.ja = "支払先に書かれた額"
name.en = "Stated as paid"
what.ja = "支払先として書かれた額を、そのまま足したものです。どの支払がどの支払から出たかが書かれていないので、同じお金を二度含むことがあります。返納と、再委託と分かるものは含みません。"
what.en = "Everything stated as paid, added up as it was published. Since it is not stated which payment came out of which, the same money may be in it twice. Refunds, and what is known to be passed on, are not."
by = [[], ["fiscal_year"], ["ministry"], ["ministry", "fiscal_year"], ["field"], ["field", "fiscal_year"], ["ministry", "field"], ["programme"], ["programme", "fiscal_year"], ["call"], ["award"], ["payee"], ["payee", "fiscal_year"]]
*/
SELECT id, award, call, programme, ministry, field, fiscal_year, payee, value
FROM payment_row WHERE move = 'payment' AND tier = 1
