/*
code = "I07"
theme = "identity"
severity = "error"
name.ja = "必ず要る欄が空いている"
name.en = "A required column is empty"
why.ja = "番号、名前、金額などがないと、その行は何も説明しません。"
why.en = "Without its id, its name or its amount an entry accounts for nothing."
mend.ja = "「{field}」の欄を入れてください。"
mend.en = "Fill in the column “{field}”."
facts.field = {ja = "欄", en = "column"}

[[passing]]
programme = [{id = "a", title = "事業"}]
payment = [{id = "p1", amount = 0}]

[[failing]]
found = ["programme:a", "payment:p1"]
programme = [{id = "a", title = " "}]
payment = [{id = "p1"}]
*/
SELECT kind, id, field FROM (
  SELECT 'organisation' AS kind, id, 'id' AS field FROM "organisation" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'organisation', id, 'title' FROM "organisation" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'programme', id, 'id' FROM "programme" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'programme', id, 'title' FROM "programme" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'call', id, 'id' FROM "call" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'call', id, 'title' FROM "call" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'call', id, 'programme' FROM "call" WHERE "programme" IS NULL OR trim("programme") = ''
  UNION ALL SELECT 'application', id, 'id' FROM "application" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'application', id, 'call' FROM "application" WHERE "call" IS NULL OR trim("call") = ''
  UNION ALL SELECT 'application', id, 'applicant' FROM "application" WHERE "applicant" IS NULL OR trim("applicant") = ''
  UNION ALL SELECT 'application', id, 'amount' FROM "application" WHERE "amount" IS NULL
  UNION ALL SELECT 'award', id, 'id' FROM "award" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'award', id, 'title' FROM "award" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'award', id, 'amount' FROM "award" WHERE "amount" IS NULL
  UNION ALL SELECT 'budget', id, 'id' FROM "budget" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'commitment', id, 'id' FROM "commitment" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'commitment', id, 'amount' FROM "commitment" WHERE "amount" IS NULL
  UNION ALL SELECT 'payment', id, 'id' FROM "payment" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'payment', id, 'amount' FROM "payment" WHERE "amount" IS NULL
  UNION ALL SELECT 'sub_award', id, 'id' FROM "sub_award" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'sub_award', id, 'amount' FROM "sub_award" WHERE "amount" IS NULL
  UNION ALL SELECT 'account_line', id, 'id' FROM "account_line" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'account_line', id, 'journal' FROM "account_line" WHERE "journal" IS NULL OR trim("journal") = ''
  UNION ALL SELECT 'account_line', id, 'account' FROM "account_line" WHERE "account" IS NULL OR trim("account") = ''
  UNION ALL SELECT 'balance', id, 'id' FROM "balance" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'balance', id, 'account' FROM "balance" WHERE "account" IS NULL OR trim("account") = ''
  UNION ALL SELECT 'stated_total', id, 'id' FROM "stated_total" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'stated_total', id, 'of' FROM "stated_total" WHERE "of" IS NULL OR trim("of") = ''
  UNION ALL SELECT 'stated_total', id, 'amount' FROM "stated_total" WHERE "amount" IS NULL
  UNION ALL SELECT 'output', id, 'id' FROM "output" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'output', id, 'title' FROM "output" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'deployment', id, 'id' FROM "deployment" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'deployment', id, 'title' FROM "deployment" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'indicator', id, 'id' FROM "indicator" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'indicator', id, 'title' FROM "indicator" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'observation', id, 'id' FROM "observation" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'observation', id, 'indicator' FROM "observation" WHERE "indicator" IS NULL OR trim("indicator") = ''
  UNION ALL SELECT 'outcome', id, 'id' FROM "outcome" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'outcome', id, 'title' FROM "outcome" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'social_return', id, 'id' FROM "social_return" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'social_return', id, 'title' FROM "social_return" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'social_return', id, 'low' FROM "social_return" WHERE "low" IS NULL
  UNION ALL SELECT 'social_return', id, 'high' FROM "social_return" WHERE "high" IS NULL
  UNION ALL SELECT 'evidence', id, 'id' FROM "evidence" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'evidence', id, 'title' FROM "evidence" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'criterion', id, 'id' FROM "criterion" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'criterion', id, 'title' FROM "criterion" WHERE "title" IS NULL OR trim("title") = ''
  UNION ALL SELECT 'criterion', id, 'programme' FROM "criterion" WHERE "programme" IS NULL OR trim("programme") = ''
  UNION ALL SELECT 'evaluation', id, 'id' FROM "evaluation" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'evaluation', id, 'criterion' FROM "evaluation" WHERE "criterion" IS NULL OR trim("criterion") = ''
  UNION ALL SELECT 'evaluation', id, 'finding' FROM "evaluation" WHERE "finding" IS NULL OR trim("finding") = ''
  UNION ALL SELECT 'opinion', id, 'id' FROM "opinion" WHERE "id" IS NULL OR trim("id") = ''
  UNION ALL SELECT 'opinion', id, 'about' FROM "opinion" WHERE "about" IS NULL OR trim("about") = ''
  UNION ALL SELECT 'opinion', id, 'said' FROM "opinion" WHERE "said" IS NULL OR trim("said") = ''
)
