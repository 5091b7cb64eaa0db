/*
code = "I08"
theme = "identity"
severity = "error"
name.ja = "決められた言葉でない"
name.en = "A word is not one of those to choose from"
why.ja = "読み違えられると、返納が支払に、推計が測定に数えられます。"
why.en = "Misread, a refund is counted as a payment, and an estimate as a measurement."
mend.ja = "「{field}」の欄の「{written}」を、決められた言葉のどれかに直してください。"
mend.en = "Replace “{written}” in the column “{field}” by one of the words of that column."
facts.field = {ja = "欄", en = "column"}
facts.written = {ja = "書かれた言葉", en = "word as written"}

[[passing]]
payment = [{id = "p1", amount = 10, move = "refund"}, {id = "p2", amount = 10}]
indicator = [{id = "k", title = "件数", direction = "up", stage = "outcome"}]

[[failing]]
found = ["payment:p1", "indicator:k"]
payment = [{id = "p1", amount = 10, move = "返金"}]
indicator = [{id = "k", title = "件数", direction = "increase"}]
*/
SELECT kind, id, field, written FROM (
  SELECT 'organisation' AS kind, id, 'body' AS field, "body" AS written FROM "organisation" WHERE "body" NOT IN ('ministry', 'agency', 'local', 'institute', 'company', 'other', 'person')
  UNION ALL SELECT 'payment', id, 'move', "move" FROM "payment" WHERE "move" NOT IN ('payment', 'refund')
  UNION ALL SELECT 'indicator', id, 'stage', "stage" FROM "indicator" WHERE "stage" NOT IN ('output', 'outcome')
  UNION ALL SELECT 'indicator', id, 'direction', "direction" FROM "indicator" WHERE "direction" NOT IN ('up', 'down', 'keep')
  UNION ALL SELECT 'observation', id, 'method', "method" FROM "observation" WHERE "method" NOT IN ('measured', 'audited', 'survey', 'self-reported', 'modelled')
  UNION ALL SELECT 'outcome', id, 'finding', "finding" FROM "outcome" WHERE "finding" NOT IN ('met', 'not-met', 'no-evidence')
  UNION ALL SELECT 'social_return', id, 'method', "method" FROM "social_return" WHERE "method" NOT IN ('measured', 'audited', 'survey', 'self-reported', 'modelled')
  UNION ALL SELECT 'evaluation', id, 'finding', "finding" FROM "evaluation" WHERE "finding" NOT IN ('met', 'not-met', 'no-evidence')
)
