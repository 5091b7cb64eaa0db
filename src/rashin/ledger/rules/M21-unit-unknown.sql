/*
code = "M21"
theme = "money"
severity = "error"
name.ja = "金額の単位が分からない"
name.en = "The unit of an amount is unknown"
why.ja = "単位は 円・千円・万円・百万円・億円 のどれかです。外国の通貨は3文字の符号（GBP など）で書きます。ほかの言葉では、いくらなのか決まりません。"
why.en = "A unit is 円, 千円, 万円, 百万円 or 億円. A foreign currency is its three letters (GBP). With any other word the amount is undecided."
mend.ja = "「{field}」の単位「{unit}」を、円・千円・万円・百万円・億円 のどれかに直してください。"
mend.en = "Replace the unit “{unit}” of “{field}” by 円, 千円, 万円, 百万円 or 億円."
facts.field = {ja = "欄", en = "column"}
facts.unit = {ja = "書かれた単位", en = "unit as written"}

[[passing]]
payment = [{id = "p1", amount = 1000, amount_written = "1", amount_unit = "千円"}, {id = "p2", amount = 1}]

[[failing]]
found = ["payment:p1"]
payment = [{id = "p1", amount = 1000, amount_written = "1", amount_unit = "k円"}]
*/
SELECT kind, id, field, unit FROM (
  SELECT 'programme' AS kind, id, 'ceiling' AS field, "ceiling_unit" AS unit FROM "programme" WHERE unit_unknown("ceiling_unit")
  UNION ALL SELECT 'call', id, 'ceiling', "ceiling_unit" FROM "call" WHERE unit_unknown("ceiling_unit")
  UNION ALL SELECT 'call', id, 'award_ceiling', "award_ceiling_unit" FROM "call" WHERE unit_unknown("award_ceiling_unit")
  UNION ALL SELECT 'application', id, 'amount', "amount_unit" FROM "application" WHERE unit_unknown("amount_unit")
  UNION ALL SELECT 'award', id, 'amount', "amount_unit" FROM "award" WHERE unit_unknown("amount_unit")
  UNION ALL SELECT 'award', id, 'private_money', "private_money_unit" FROM "award" WHERE unit_unknown("private_money_unit")
  UNION ALL SELECT 'budget', id, 'initial', "initial_unit" FROM "budget" WHERE unit_unknown("initial_unit")
  UNION ALL SELECT 'budget', id, 'supplementary', "supplementary_unit" FROM "budget" WHERE unit_unknown("supplementary_unit")
  UNION ALL SELECT 'budget', id, 'carried_in', "carried_in_unit" FROM "budget" WHERE unit_unknown("carried_in_unit")
  UNION ALL SELECT 'budget', id, 'carried_out', "carried_out_unit" FROM "budget" WHERE unit_unknown("carried_out_unit")
  UNION ALL SELECT 'budget', id, 'reserve', "reserve_unit" FROM "budget" WHERE unit_unknown("reserve_unit")
  UNION ALL SELECT 'budget', id, 'total', "total_unit" FROM "budget" WHERE unit_unknown("total_unit")
  UNION ALL SELECT 'budget', id, 'executed', "executed_unit" FROM "budget" WHERE unit_unknown("executed_unit")
  UNION ALL SELECT 'commitment', id, 'amount', "amount_unit" FROM "commitment" WHERE unit_unknown("amount_unit")
  UNION ALL SELECT 'commitment', id, 'ceiling', "ceiling_unit" FROM "commitment" WHERE unit_unknown("ceiling_unit")
  UNION ALL SELECT 'payment', id, 'amount', "amount_unit" FROM "payment" WHERE unit_unknown("amount_unit")
  UNION ALL SELECT 'sub_award', id, 'amount', "amount_unit" FROM "sub_award" WHERE unit_unknown("amount_unit")
  UNION ALL SELECT 'account_line', id, 'debit', "debit_unit" FROM "account_line" WHERE unit_unknown("debit_unit")
  UNION ALL SELECT 'account_line', id, 'credit', "credit_unit" FROM "account_line" WHERE unit_unknown("credit_unit")
  UNION ALL SELECT 'balance', id, 'opening', "opening_unit" FROM "balance" WHERE unit_unknown("opening_unit")
  UNION ALL SELECT 'balance', id, 'movements', "movements_unit" FROM "balance" WHERE unit_unknown("movements_unit")
  UNION ALL SELECT 'balance', id, 'closing', "closing_unit" FROM "balance" WHERE unit_unknown("closing_unit")
  UNION ALL SELECT 'stated_total', id, 'amount', "amount_unit" FROM "stated_total" WHERE unit_unknown("amount_unit")
  UNION ALL SELECT 'social_return', id, 'low', "low_unit" FROM "social_return" WHERE unit_unknown("low_unit")
  UNION ALL SELECT 'social_return', id, 'high', "high_unit" FROM "social_return" WHERE unit_unknown("high_unit")
)
