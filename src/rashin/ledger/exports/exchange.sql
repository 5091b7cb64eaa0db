-- What the formats of exchange share: organisations by their public ids, and who funds what.

-- JP-JCN is the register of corporate numbers at org-id.guide.
CREATE OR REPLACE TEMP MACRO public_id(id, number) AS CASE WHEN is_corporate_number(number) THEN 'JP-JCN-' || number ELSE id END;

CREATE OR REPLACE TEMP VIEW party AS
SELECT id AS of, {
  'id': public_id(id, corporate_number), 'name': title, 'person': coalesce(body = 'person', false),
  'number': CASE WHEN is_corporate_number(corporate_number) THEN corporate_number END
} AS party
FROM public_organisation;

-- A programme without a funder of its own is funded by the one above it.
CREATE OR REPLACE TEMP TABLE funded AS
WITH RECURSIVE above AS (
  SELECT id AS programme, funder, part_of, 1 AS depth FROM programme
  UNION ALL
  SELECT a.programme, p.funder, p.part_of, a.depth + 1
  FROM above a JOIN programme p ON p.id = a.part_of WHERE a.funder IS NULL AND a.depth < 20
)
SELECT programme, p.party AS funder FROM above a JOIN party p ON p.of = a.funder;

CREATE OR REPLACE TEMP VIEW exchanged_award AS
SELECT a.*, coalesce(a.programme, c.programme) AS of_programme, coalesce(a.call, a.id) AS process, r.party AS supplier
FROM selected_award a LEFT JOIN call c ON c.id = a.call LEFT JOIN party r ON r.of = a.recipient;

-- What was paid directly. What recipients passed on is not the payer's to report.
CREATE OR REPLACE TEMP VIEW exchanged_payment AS
SELECT p.*, CASE WHEN p.move = 'refund' THEN -p.amount ELSE p.amount END AS net, coalesce(p.award, m.award) AS of_award
FROM selected_payment p LEFT JOIN commitment m ON m.id = p.commitment
WHERE coalesce(p.tier, 1) = 1;
