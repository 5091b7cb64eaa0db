/*
code = "I06"
theme = "identity"
severity = "error"
name.ja = "指している先がない"
name.en = "An entry names another that is not in the book"
why.ja = "つながりが切れていると、そのお金や成果がどの事業のものか分かりません。"
why.en = "Where the chain is broken, nobody can tell which programme the money or the result belongs to."
mend.ja = "「{field}」の欄の「{named}」が帳簿にありません。番号を直すか、先にそちらを記録してください。"
mend.en = "“{named}” in the column “{field}” is not in the book. Correct the id, or enter that first."
facts.field = {ja = "欄", en = "column"}
facts.named = {ja = "書かれた番号", en = "id as written"}

[[passing]]
programme = [{id = "a", title = "事業"}]
award = [{id = "w", title = "採択", programme = "a", amount = 10}]
payment = [{id = "p1", amount = 10, programme = "a", award = "w"}, {id = "p2", amount = 10}]

[[failing]]
found = ["payment:p1", "observation:v1"]
programme = [{id = "a", title = "事業"}]
payment = [{id = "p1", amount = 10, programme = "a", award = "w"}]
observation = [{id = "v1", indicator = "k", value = 1.0}]
*/
SELECT kind, id, field, named FROM (
  SELECT 'programme' AS kind, t.id, 'part_of' AS field, t."part_of" AS named FROM "programme" t ANTI JOIN "programme" o ON o.id = t."part_of" WHERE t."part_of" IS NOT NULL
  UNION ALL SELECT 'programme', t.id, 'funder', t."funder" FROM "programme" t ANTI JOIN "organisation" o ON o.id = t."funder" WHERE t."funder" IS NOT NULL
  UNION ALL SELECT 'call', t.id, 'programme', t."programme" FROM "call" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'application', t.id, 'call', t."call" FROM "application" t ANTI JOIN "call" o ON o.id = t."call" WHERE t."call" IS NOT NULL
  UNION ALL SELECT 'application', t.id, 'applicant', t."applicant" FROM "application" t ANTI JOIN "organisation" o ON o.id = t."applicant" WHERE t."applicant" IS NOT NULL
  UNION ALL SELECT 'award', t.id, 'programme', t."programme" FROM "award" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'award', t.id, 'call', t."call" FROM "award" t ANTI JOIN "call" o ON o.id = t."call" WHERE t."call" IS NOT NULL
  UNION ALL SELECT 'award', t.id, 'application', t."application" FROM "award" t ANTI JOIN "application" o ON o.id = t."application" WHERE t."application" IS NOT NULL
  UNION ALL SELECT 'award', t.id, 'recipient', t."recipient" FROM "award" t ANTI JOIN "organisation" o ON o.id = t."recipient" WHERE t."recipient" IS NOT NULL
  UNION ALL SELECT 'budget', t.id, 'programme', t."programme" FROM "budget" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'budget', t.id, 'award', t."award" FROM "budget" t ANTI JOIN "award" o ON o.id = t."award" WHERE t."award" IS NOT NULL
  UNION ALL SELECT 'commitment', t.id, 'programme', t."programme" FROM "commitment" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'commitment', t.id, 'award', t."award" FROM "commitment" t ANTI JOIN "award" o ON o.id = t."award" WHERE t."award" IS NOT NULL
  UNION ALL SELECT 'commitment', t.id, 'payee', t."payee" FROM "commitment" t ANTI JOIN "organisation" o ON o.id = t."payee" WHERE t."payee" IS NOT NULL
  UNION ALL SELECT 'payment', t.id, 'programme', t."programme" FROM "payment" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'payment', t.id, 'award', t."award" FROM "payment" t ANTI JOIN "award" o ON o.id = t."award" WHERE t."award" IS NOT NULL
  UNION ALL SELECT 'payment', t.id, 'commitment', t."commitment" FROM "payment" t ANTI JOIN "commitment" o ON o.id = t."commitment" WHERE t."commitment" IS NOT NULL
  UNION ALL SELECT 'payment', t.id, 'payee', t."payee" FROM "payment" t ANTI JOIN "organisation" o ON o.id = t."payee" WHERE t."payee" IS NOT NULL
  UNION ALL SELECT 'sub_award', t.id, 'programme', t."programme" FROM "sub_award" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'sub_award', t.id, 'award', t."award" FROM "sub_award" t ANTI JOIN "award" o ON o.id = t."award" WHERE t."award" IS NOT NULL
  UNION ALL SELECT 'sub_award', t.id, 'payment', t."payment" FROM "sub_award" t ANTI JOIN "payment" o ON o.id = t."payment" WHERE t."payment" IS NOT NULL
  UNION ALL SELECT 'sub_award', t.id, 'payer', t."payer" FROM "sub_award" t ANTI JOIN "organisation" o ON o.id = t."payer" WHERE t."payer" IS NOT NULL
  UNION ALL SELECT 'sub_award', t.id, 'payee', t."payee" FROM "sub_award" t ANTI JOIN "organisation" o ON o.id = t."payee" WHERE t."payee" IS NOT NULL
  UNION ALL SELECT 'account_line', t.id, 'programme', t."programme" FROM "account_line" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'balance', t.id, 'programme', t."programme" FROM "balance" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'stated_total', t.id, 'programme', t."programme" FROM "stated_total" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'output', t.id, 'programme', t."programme" FROM "output" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'output', t.id, 'award', t."award" FROM "output" t ANTI JOIN "award" o ON o.id = t."award" WHERE t."award" IS NOT NULL
  UNION ALL SELECT 'output', t.id, 'evidence', t."evidence" FROM "output" t ANTI JOIN "evidence" o ON o.id = t."evidence" WHERE t."evidence" IS NOT NULL
  UNION ALL SELECT 'deployment', t.id, 'award', t."award" FROM "deployment" t ANTI JOIN "award" o ON o.id = t."award" WHERE t."award" IS NOT NULL
  UNION ALL SELECT 'deployment', t.id, 'organisation', t."organisation" FROM "deployment" t ANTI JOIN "organisation" o ON o.id = t."organisation" WHERE t."organisation" IS NOT NULL
  UNION ALL SELECT 'indicator', t.id, 'programme', t."programme" FROM "indicator" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'indicator', t.id, 'award', t."award" FROM "indicator" t ANTI JOIN "award" o ON o.id = t."award" WHERE t."award" IS NOT NULL
  UNION ALL SELECT 'observation', t.id, 'indicator', t."indicator" FROM "observation" t ANTI JOIN "indicator" o ON o.id = t."indicator" WHERE t."indicator" IS NOT NULL
  UNION ALL SELECT 'observation', t.id, 'evidence', t."evidence" FROM "observation" t ANTI JOIN "evidence" o ON o.id = t."evidence" WHERE t."evidence" IS NOT NULL
  UNION ALL SELECT 'outcome', t.id, 'programme', t."programme" FROM "outcome" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'outcome', t.id, 'award', t."award" FROM "outcome" t ANTI JOIN "award" o ON o.id = t."award" WHERE t."award" IS NOT NULL
  UNION ALL SELECT 'outcome', t.id, 'indicator', t."indicator" FROM "outcome" t ANTI JOIN "indicator" o ON o.id = t."indicator" WHERE t."indicator" IS NOT NULL
  UNION ALL SELECT 'outcome', t.id, 'evidence', t."evidence" FROM "outcome" t ANTI JOIN "evidence" o ON o.id = t."evidence" WHERE t."evidence" IS NOT NULL
  UNION ALL SELECT 'social_return', t.id, 'programme', t."programme" FROM "social_return" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'social_return', t.id, 'award', t."award" FROM "social_return" t ANTI JOIN "award" o ON o.id = t."award" WHERE t."award" IS NOT NULL
  UNION ALL SELECT 'social_return', t.id, 'evidence', t."evidence" FROM "social_return" t ANTI JOIN "evidence" o ON o.id = t."evidence" WHERE t."evidence" IS NOT NULL
  UNION ALL SELECT 'criterion', t.id, 'programme', t."programme" FROM "criterion" t ANTI JOIN "programme" o ON o.id = t."programme" WHERE t."programme" IS NOT NULL
  UNION ALL SELECT 'evaluation', t.id, 'criterion', t."criterion" FROM "evaluation" t ANTI JOIN "criterion" o ON o.id = t."criterion" WHERE t."criterion" IS NOT NULL
  UNION ALL SELECT 'evaluation', t.id, 'evidence', t."evidence" FROM "evaluation" t ANTI JOIN "evidence" o ON o.id = t."evidence" WHERE t."evidence" IS NOT NULL
)
