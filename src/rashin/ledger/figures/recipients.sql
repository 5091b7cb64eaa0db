/*
unit = "count"
name.ja = "支払先の数"
name.en = "Recipients"
what.ja = "支払先として名前の挙がった組織の数です。書かれたものだけを数えます。"
what.en = "How many organisations were named as paid. Only those that were written down count."
by = [[], ["fiscal_year"], ["ministry"], ["field"], ["programme"]]
distinct = true
*/
SELECT DISTINCT payee AS id, programme, ministry, field, fiscal_year, 1 AS value FROM payment_row WHERE payee IS NOT NULL AND move = 'payment'
