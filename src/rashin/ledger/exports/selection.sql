-- Which entries belong to a scope, given its tables scope_programme and scope_award: everything that hangs from them.
-- An entry that names an award belongs where the award does, else where its programme does.

CREATE OR REPLACE TEMP TABLE selected_award_id AS
SELECT a.id FROM award a LEFT JOIN call c ON c.id = a.call
WHERE coalesce(a.programme, c.programme) IN (SELECT programme FROM scope_programme)
  OR a.id IN (SELECT award FROM scope_award);

CREATE OR REPLACE TEMP MACRO belongs(award, programme) AS CASE
  WHEN award IS NULL THEN programme IN (SELECT programme FROM scope_programme)
  ELSE award IN (SELECT id FROM selected_award_id) END;

-- A person is never named: rule I04 keeps a book from being published that does, and this the tables from saying it.
CREATE OR REPLACE TEMP TABLE selected_person AS SELECT id FROM organisation WHERE body = 'person';
CREATE OR REPLACE TEMP MACRO a_person(payee, name) AS coalesce(payee IN (SELECT id FROM selected_person) OR suffix(name, '氏'), false);
CREATE OR REPLACE TEMP MACRO public_name(payee, name) AS
  CASE WHEN a_person(payee, name) AND NOT masked(name) THEN '個人' ELSE name END;
CREATE OR REPLACE TEMP MACRO public_number(payee, name, number) AS CASE WHEN NOT a_person(payee, name) THEN number END;

CREATE OR REPLACE TEMP VIEW selected_programme AS
SELECT * FROM programme WHERE id IN (SELECT programme FROM scope_programme);

CREATE OR REPLACE TEMP VIEW selected_award AS
SELECT * FROM award WHERE id IN (SELECT id FROM selected_award_id);

CREATE OR REPLACE TEMP VIEW selected_call AS
SELECT * FROM call
WHERE programme IN (SELECT programme FROM scope_programme) OR id IN (SELECT call FROM selected_award);

CREATE OR REPLACE TEMP VIEW selected_application AS
SELECT * FROM application
WHERE call IN (SELECT id FROM call WHERE programme IN (SELECT programme FROM scope_programme))
  OR id IN (SELECT application FROM selected_award);

CREATE OR REPLACE TEMP VIEW selected_budget AS SELECT * FROM budget WHERE belongs(award, programme);

CREATE OR REPLACE TEMP VIEW selected_commitment AS
SELECT * REPLACE (public_name(payee, payee_name) AS payee_name, public_number(payee, payee_name, payee_number) AS payee_number)
FROM commitment WHERE belongs(award, programme);

CREATE OR REPLACE TEMP VIEW selected_payment AS
SELECT * REPLACE (public_name(payee, payee_name) AS payee_name, public_number(payee, payee_name, payee_number) AS payee_number)
FROM payment
WHERE CASE WHEN coalesce(award, programme) IS NULL THEN commitment IN (SELECT id FROM commitment WHERE belongs(award, programme))
  ELSE belongs(award, programme) END;

CREATE OR REPLACE TEMP VIEW selected_sub_award AS
SELECT * REPLACE (public_name(payee, payee_name) AS payee_name, public_number(payee, payee_name, payee_number) AS payee_number)
FROM sub_award
WHERE CASE WHEN coalesce(award, programme) IS NULL THEN payment IN (SELECT id FROM selected_payment)
  ELSE belongs(award, programme) END;

CREATE OR REPLACE TEMP VIEW selected_account_line AS SELECT * FROM account_line WHERE belongs(NULL, programme);
CREATE OR REPLACE TEMP VIEW selected_balance AS SELECT * FROM balance WHERE belongs(NULL, programme);
CREATE OR REPLACE TEMP VIEW selected_stated_total AS SELECT * FROM stated_total WHERE belongs(NULL, programme);
CREATE OR REPLACE TEMP VIEW selected_output AS SELECT * FROM output WHERE belongs(award, programme);
CREATE OR REPLACE TEMP VIEW selected_deployment AS SELECT * FROM deployment WHERE belongs(award, NULL);
CREATE OR REPLACE TEMP VIEW selected_indicator AS SELECT * FROM indicator WHERE belongs(award, programme);

CREATE OR REPLACE TEMP VIEW selected_observation AS
SELECT * FROM observation WHERE indicator IN (SELECT id FROM selected_indicator);

CREATE OR REPLACE TEMP VIEW selected_outcome AS
SELECT * FROM outcome
WHERE CASE WHEN coalesce(award, programme) IS NULL THEN indicator IN (SELECT id FROM selected_indicator)
  ELSE belongs(award, programme) END;

CREATE OR REPLACE TEMP VIEW selected_social_return AS SELECT * FROM social_return WHERE belongs(award, programme);

CREATE OR REPLACE TEMP VIEW selected_criterion AS
SELECT * FROM criterion WHERE programme IN (SELECT programme FROM scope_programme);

CREATE OR REPLACE TEMP VIEW selected_evaluation AS
SELECT * FROM evaluation WHERE criterion IN (SELECT id FROM selected_criterion);

CREATE OR REPLACE TEMP TABLE selected_evidence_id AS
SELECT evidence AS id FROM selected_output
UNION SELECT evidence FROM selected_observation
UNION SELECT evidence FROM selected_outcome
UNION SELECT evidence FROM selected_social_return
UNION SELECT evidence FROM selected_evaluation;

CREATE OR REPLACE TEMP VIEW selected_evidence AS
SELECT * FROM evidence WHERE id IN (SELECT id FROM selected_evidence_id);

CREATE OR REPLACE TEMP TABLE selected_organisation_id AS
SELECT funder AS id FROM selected_programme
UNION SELECT applicant FROM selected_application
UNION SELECT recipient FROM selected_award
UNION SELECT payee FROM selected_commitment
UNION SELECT payee FROM selected_payment
UNION SELECT payer FROM selected_sub_award
UNION SELECT payee FROM selected_sub_award
UNION SELECT organisation FROM selected_deployment;

-- Every organisation as it may be shown.
CREATE OR REPLACE TEMP VIEW public_organisation AS
SELECT * REPLACE (public_name(id, title) AS title, public_number(id, title, corporate_number) AS corporate_number)
FROM organisation;

CREATE OR REPLACE TEMP VIEW selected_organisation AS
SELECT * FROM public_organisation WHERE id IN (SELECT id FROM selected_organisation_id);
