/*
code = "M20"
theme = "money"
severity = "error"
name.ja = "円の金額が、書かれた金額と単位に合わない"
name.en = "The amount in yen is not what was written, in its unit"
why.ja = "千円や百万円で書かれた金額は、一度だけ円に直します。直し方が違うと、1,000倍や100万倍違います。"
why.en = "An amount in thousands or millions is converted to yen once. Done wrongly it is a thousand or a million times off."
mend.ja = "「{field}」は {written}（{unit}）と書かれているのに、{amount:,}円になっています。どちらが正しいか確かめてください。"
mend.en = "“{field}” was written as {written} ({unit}), and stands as ¥{amount:,}. Check which is right."
facts.field = {ja = "欄", en = "column"}
facts.amount = {ja = "金額（円）", en = "amount (yen)"}
facts.written = {ja = "書かれた金額", en = "amount as written"}
facts.unit = {ja = "書かれた単位", en = "unit as written"}

[[passing]]
payment = [
  {id = "p1", amount = 3380000, amount_written = "3.38", amount_unit = "百万円"},
  {id = "p2", amount = 1234000, amount_written = "１，２３４", amount_unit = "千円"},
  {id = "p3", amount = 57550000, amount_written = "57.549999999999955", amount_unit = "百万円"},
  {id = "p4", amount = 5, amount_written = "5", amount_unit = "円"},
  {id = "p5", amount = 5, amount_written = "五円", amount_unit = "円"},
  {id = "p6", amount = 5},
]

[[failing]]
found = ["payment:p1", "budget:b"]
payment = [{id = "p1", amount = 1234, amount_written = "1,234", amount_unit = "千円"}]
budget = [{id = "b", total = 5000000000, total_written = "5", total_unit = "百万円"}]
*/
SELECT kind, id, field, amount, written, unit FROM (
  SELECT 'programme' AS kind, id, 'ceiling' AS field, "ceiling" AS amount, "ceiling_written" AS written, "ceiling_unit" AS unit FROM "programme" WHERE NOT converted("ceiling", "ceiling_written", "ceiling_unit")
  UNION ALL SELECT 'call', id, 'ceiling', "ceiling", "ceiling_written", "ceiling_unit" FROM "call" WHERE NOT converted("ceiling", "ceiling_written", "ceiling_unit")
  UNION ALL SELECT 'call', id, 'award_ceiling', "award_ceiling", "award_ceiling_written", "award_ceiling_unit" FROM "call" WHERE NOT converted("award_ceiling", "award_ceiling_written", "award_ceiling_unit")
  UNION ALL SELECT 'application', id, 'amount', "amount", "amount_written", "amount_unit" FROM "application" WHERE NOT converted("amount", "amount_written", "amount_unit")
  UNION ALL SELECT 'award', id, 'amount', "amount", "amount_written", "amount_unit" FROM "award" WHERE NOT converted("amount", "amount_written", "amount_unit")
  UNION ALL SELECT 'award', id, 'private_money', "private_money", "private_money_written", "private_money_unit" FROM "award" WHERE NOT converted("private_money", "private_money_written", "private_money_unit")
  UNION ALL SELECT 'budget', id, 'initial', "initial", "initial_written", "initial_unit" FROM "budget" WHERE NOT converted("initial", "initial_written", "initial_unit")
  UNION ALL SELECT 'budget', id, 'supplementary', "supplementary", "supplementary_written", "supplementary_unit" FROM "budget" WHERE NOT converted("supplementary", "supplementary_written", "supplementary_unit")
  UNION ALL SELECT 'budget', id, 'carried_in', "carried_in", "carried_in_written", "carried_in_unit" FROM "budget" WHERE NOT converted("carried_in", "carried_in_written", "carried_in_unit")
  UNION ALL SELECT 'budget', id, 'carried_out', "carried_out", "carried_out_written", "carried_out_unit" FROM "budget" WHERE NOT converted("carried_out", "carried_out_written", "carried_out_unit")
  UNION ALL SELECT 'budget', id, 'reserve', "reserve", "reserve_written", "reserve_unit" FROM "budget" WHERE NOT converted("reserve", "reserve_written", "reserve_unit")
  UNION ALL SELECT 'budget', id, 'total', "total", "total_written", "total_unit" FROM "budget" WHERE NOT converted("total", "total_written", "total_unit")
  UNION ALL SELECT 'budget', id, 'executed', "executed", "executed_written", "executed_unit" FROM "budget" WHERE NOT converted("executed", "executed_written", "executed_unit")
  UNION ALL SELECT 'commitment', id, 'amount', "amount", "amount_written", "amount_unit" FROM "commitment" WHERE NOT converted("amount", "amount_written", "amount_unit")
  UNION ALL SELECT 'commitment', id, 'ceiling', "ceiling", "ceiling_written", "ceiling_unit" FROM "commitment" WHERE NOT converted("ceiling", "ceiling_written", "ceiling_unit")
  UNION ALL SELECT 'payment', id, 'amount', "amount", "amount_written", "amount_unit" FROM "payment" WHERE NOT converted("amount", "amount_written", "amount_unit")
  UNION ALL SELECT 'sub_award', id, 'amount', "amount", "amount_written", "amount_unit" FROM "sub_award" WHERE NOT converted("amount", "amount_written", "amount_unit")
  UNION ALL SELECT 'account_line', id, 'debit', "debit", "debit_written", "debit_unit" FROM "account_line" WHERE NOT converted("debit", "debit_written", "debit_unit")
  UNION ALL SELECT 'account_line', id, 'credit', "credit", "credit_written", "credit_unit" FROM "account_line" WHERE NOT converted("credit", "credit_written", "credit_unit")
  UNION ALL SELECT 'balance', id, 'opening', "opening", "opening_written", "opening_unit" FROM "balance" WHERE NOT converted("opening", "opening_written", "opening_unit")
  UNION ALL SELECT 'balance', id, 'movements', "movements", "movements_written", "movements_unit" FROM "balance" WHERE NOT converted("movements", "movements_written", "movements_unit")
  UNION ALL SELECT 'balance', id, 'closing', "closing", "closing_written", "closing_unit" FROM "balance" WHERE NOT converted("closing", "closing_written", "closing_unit")
  UNION ALL SELECT 'stated_total', id, 'amount', "amount", "amount_written", "amount_unit" FROM "stated_total" WHERE NOT converted("amount", "amount_written", "amount_unit")
  UNION ALL SELECT 'social_return', id, 'low', "low", "low_written", "low_unit" FROM "social_return" WHERE NOT converted("low", "low_written", "low_unit")
  UNION ALL SELECT 'social_return', id, 'high', "high", "high_written", "high_unit" FROM "social_return" WHERE NOT converted("high", "high_written", "high_unit")
)
