-- Where on the portal each entry is shown, for pages and for what was found; after figures/counted.sql.

-- The name of a page's folder, as addresses.py makes it.
CREATE OR REPLACE TEMP MACRO plain_slug(id) AS left(trim(regexp_replace(id, '[\x00-\x20　/\\:*?"<>|#%&{}~''^`+=,;@$!\[\]()]+', '-', 'g'), '-.'), 60);
CREATE OR REPLACE TEMP MACRO slug(id) AS CASE WHEN plain_slug(id) = id THEN id ELSE plain_slug(id) || '-' || left(sha256(id), 8) END;

CREATE OR REPLACE TEMP TABLE whereabouts AS
SELECT 'programme' AS kind, id, entry, batch, id AS programme, NULL AS award, NULL AS payee FROM programme
UNION ALL SELECT 'call', id, entry, batch, programme, NULL, NULL FROM call
UNION ALL SELECT 'application', a.id, a.entry, a.batch, c.programme, NULL, a.applicant FROM application a LEFT JOIN call c ON c.id = a.call
UNION ALL SELECT 'award', a.id, a.entry, a.batch, s.programme, a.id, a.recipient FROM award a LEFT JOIN scoped_award s ON s.award = a.id
UNION ALL SELECT 'budget', e.id, e.entry, e.batch, p.programme, p.award, NULL FROM budget e LEFT JOIN place p ON p.name = named(e.award, e.programme)
UNION ALL SELECT 'commitment', e.id, e.entry, e.batch, p.programme, p.award, e.payee FROM commitment e LEFT JOIN place p ON p.name = named(e.award, e.programme)
UNION ALL SELECT 'payment', e.id, e.entry, e.batch, p.programme, p.award, e.payee FROM payment e LEFT JOIN place p ON p.name = named(e.award, e.programme)
UNION ALL SELECT 'sub_award', e.id, e.entry, e.batch, p.programme, p.award, e.payee FROM sub_award e LEFT JOIN place p ON p.name = named(e.award, e.programme)
UNION ALL SELECT 'output', e.id, e.entry, e.batch, p.programme, p.award, NULL FROM output e LEFT JOIN place p ON p.name = named(e.award, e.programme)
UNION ALL SELECT 'indicator', e.id, e.entry, e.batch, p.programme, p.award, NULL FROM indicator e LEFT JOIN place p ON p.name = named(e.award, e.programme)
UNION ALL SELECT 'outcome', e.id, e.entry, e.batch, p.programme, p.award, NULL FROM outcome e LEFT JOIN place p ON p.name = named(e.award, e.programme)
UNION ALL SELECT 'social_return', e.id, e.entry, e.batch, p.programme, p.award, NULL FROM social_return e LEFT JOIN place p ON p.name = named(e.award, e.programme)
UNION ALL SELECT 'deployment', d.id, d.entry, d.batch, s.programme, d.award, d.organisation FROM deployment d LEFT JOIN scoped_award s ON s.award = d.award
UNION ALL SELECT 'observation', o.id, o.entry, o.batch, p.programme, p.award, NULL FROM observation o
  JOIN indicator i ON i.id = o.indicator LEFT JOIN place p ON p.name = named(i.award, i.programme)
UNION ALL SELECT 'account_line', id, entry, batch, programme, NULL, NULL FROM account_line
UNION ALL SELECT 'balance', id, entry, batch, programme, NULL, NULL FROM balance
UNION ALL SELECT 'stated_total', id, entry, batch, programme, NULL, NULL FROM stated_total
UNION ALL SELECT 'criterion', id, entry, batch, programme, NULL, NULL FROM criterion
UNION ALL SELECT 'evaluation', e.id, e.entry, e.batch, c.programme, NULL, NULL FROM evaluation e LEFT JOIN criterion c ON c.id = e.criterion
UNION ALL SELECT 'organisation', id, entry, batch, NULL, NULL, id FROM organisation;

CREATE OR REPLACE TEMP TABLE finding_place AS
SELECT f.code, f.kind, f.id, w.programme, w.award, w.payee
FROM finding f LEFT JOIN whereabouts w ON w.kind = f.kind AND w.id = f.id;

-- Every part of a programme, however deep.
CREATE OR REPLACE TEMP TABLE part_of_programme AS
WITH RECURSIVE tree AS (
  SELECT part_of AS top, id AS programme FROM programme WHERE part_of IS NOT NULL
  UNION SELECT t.top, p.id FROM tree t JOIN programme p ON p.part_of = t.programme
)
FROM tree;

-- What each page rests on. A page whose entries, names and findings are as they were is not drawn again.
CREATE OR REPLACE TEMP TABLE page_print AS
WITH said AS (
  SELECT 'programme' AS owner, programme AS subject, entry AS part FROM whereabouts WHERE programme IS NOT NULL
  UNION ALL SELECT 'award', award, entry FROM whereabouts WHERE award IS NOT NULL
  UNION ALL SELECT 'payee', payee, entry FROM whereabouts WHERE payee IS NOT NULL
  UNION ALL SELECT 'call', c.id, c.entry FROM call c
  UNION ALL SELECT 'call', a.call, a.entry FROM award a WHERE a.call IS NOT NULL
  UNION ALL SELECT 'call', a.call, a.entry FROM application a
  UNION ALL SELECT 'indicator', i.id, i.entry FROM indicator i
  UNION ALL SELECT 'indicator', o.indicator, o.entry FROM observation o
  -- Names of others that stand on the page.
  UNION ALL SELECT DISTINCT 'programme', w.programme, o.entry FROM whereabouts w JOIN organisation o ON o.id = w.payee WHERE w.programme IS NOT NULL
  UNION ALL SELECT DISTINCT 'award', w.award, o.entry FROM whereabouts w JOIN organisation o ON o.id = w.payee WHERE w.award IS NOT NULL
  UNION ALL SELECT DISTINCT 'payee', w.payee, p.entry FROM whereabouts w JOIN programme p ON p.id = w.programme WHERE w.payee IS NOT NULL
  UNION ALL SELECT 'programme', programme, code || ':' || kind || ':' || id FROM finding_place WHERE programme IS NOT NULL
  UNION ALL SELECT 'award', award, code || ':' || kind || ':' || id FROM finding_place WHERE award IS NOT NULL
  UNION ALL SELECT 'payee', payee, code || ':' || kind || ':' || id FROM finding_place WHERE payee IS NOT NULL
  UNION ALL SELECT 'programme', programme, field || ':' || why FROM scope_programme
  UNION ALL SELECT CASE split_part(about, ':', 1) WHEN 'organisation' THEN 'payee' ELSE split_part(about, ':', 1) END,
    substr(about, strpos(about, ':') + 1), entry FROM opinion WHERE about LIKE '%:%'
  -- A programme tells of its parts, and each part of what it belongs to.
  UNION ALL SELECT 'programme', t.top, w.entry FROM part_of_programme t JOIN whereabouts w ON w.programme = t.programme
  UNION ALL SELECT 'programme', p.id, u.entry FROM programme p JOIN programme u ON u.id = p.part_of
  -- Names on the way to a page.
  UNION ALL SELECT 'award', s.award, p.entry FROM scoped_award s JOIN programme p ON p.id = s.programme
  UNION ALL SELECT 'award', a.id, c.entry FROM award a JOIN call c ON c.id = a.call
  UNION ALL SELECT 'call', c.id, p.entry FROM call c JOIN programme p ON p.id = c.programme
  UNION ALL SELECT 'indicator', i.id, p.entry FROM indicator_row i JOIN programme p ON p.id = i.programme
  UNION ALL SELECT 'indicator', i.id, a.entry FROM indicator_row i JOIN award a ON a.id = i.award
)
SELECT owner, subject, md5(string_agg(part, ',' ORDER BY part)) AS print FROM said GROUP BY owner, subject;
