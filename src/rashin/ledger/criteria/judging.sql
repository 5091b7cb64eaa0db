-- What the book says to each criterion that was declared: one row each. Before this stand `judging_on()`, the day that counts as
-- today, and a table `judging_given` of the criteria that are asked about (id) with what the catalogue calls each (code).
-- Yen of different kinds are never added: private money is measured, public money is what was paid less what came back.

CREATE OR REPLACE TEMP TABLE judging_asked AS FROM judging_given JOIN criterion c USING (id);

-- A programme is judged with all its parts.
CREATE OR REPLACE TEMP TABLE judging_reach AS
WITH RECURSIVE reach AS (
  SELECT DISTINCT programme AS top, programme FROM judging_asked
  UNION
  SELECT r.top, p.id FROM reach r JOIN programme p ON p.part_of = r.programme
)
FROM reach;

CREATE OR REPLACE TEMP TABLE judging_award AS
SELECT r.top, a.id, least(a.closed, a.ends) AS ended, a.private_money, a.trl_start, a.trl_end
FROM award a LEFT JOIN call c ON c.id = a.call JOIN judging_reach r ON r.programme = coalesce(a.programme, c.programme);

-- Evidence is what can be looked at: a file with its digest, or an address.
CREATE OR REPLACE TEMP TABLE judging_proof AS
SELECT id FROM evidence WHERE trim(concat(digest, address)) <> '';

-- The newest value of every indicator of an award, if it was audited or comes with evidence.
CREATE OR REPLACE TEMP TABLE judging_seen AS
WITH newest AS (
  SELECT v.indicator, max_by(v, (v.fiscal_year, v.observed)) AS v FROM observation v WHERE v.value IS NOT NULL GROUP BY v.indicator
)
SELECT k.award, k.title, k.unit, v.value FROM newest JOIN indicator k ON k.id = newest.indicator
WHERE k.award IS NOT NULL AND (v.method = 'audited' OR v.evidence IN (FROM judging_proof));

-- Leverage: verified private yen ÷ public yen.
CREATE OR REPLACE TEMP TABLE judging_public AS
SELECT r.top, sum(CASE WHEN p.move = 'refund' THEN -p.amount ELSE p.amount END) AS yen
FROM payment p LEFT JOIN award a ON a.id = p.award LEFT JOIN call c ON c.id = a.call
JOIN judging_reach r ON r.programme = coalesce(p.programme, a.programme, c.programme)
WHERE coalesce(p.tier, 1) = 1 GROUP BY r.top;

CREATE OR REPLACE TEMP TABLE judging_private AS
SELECT a.top, CAST(round(sum(s.value * CASE s.unit WHEN '円' THEN 1 WHEN '千円' THEN 1000 WHEN '万円' THEN 10000
    WHEN '百万円' THEN 1000000 WHEN '億円' THEN 100000000 END)) AS BIGINT) AS yen, count(*) AS times
FROM judging_seen s JOIN judging_award a ON a.id = s.award
WHERE s.unit IN ('円', '千円', '万円', '百万円', '億円') AND regexp_matches(lower(s.title), '民間(の)?資金|private money')
GROUP BY a.top;

-- Technology readiness: of the awards that ended and promised a level, those seen to have reached it.
CREATE OR REPLACE TEMP TABLE judging_ready AS
WITH seen AS (SELECT award, max(value) AS level FROM judging_seen WHERE upper(unit) = 'TRL' GROUP BY award)
SELECT a.top, count(*) AS promised, count(seen.level) AS shown, count(*) FILTER (seen.level >= a.trl_end) AS reached
FROM judging_award a LEFT JOIN seen ON seen.award = a.id
WHERE a.trl_end IS NOT NULL AND a.ended < judging_on() GROUP BY a.top;

-- Additionality: what would not have come anyway. Estimates of different things are set side by side, never averaged.
CREATE OR REPLACE TEMP TABLE judging_added AS
WITH placed AS (
  SELECT s.*, coalesce(s.programme, a.programme, c.programme) AS place FROM social_return s
  LEFT JOIN award a ON a.id = s.award LEFT JOIN call c ON c.id = a.call
)
SELECT r.top, min(1 - deadweight) AS low, max(1 - deadweight) AS high, count(*) AS times
FROM placed s JOIN judging_reach r ON r.programme = s.place
WHERE s.deadweight BETWEEN 0 AND 1 AND s.evidence IN (FROM judging_proof) GROUP BY r.top;

-- The newest evaluation of each criterion, and whether its evidence can be looked at.
CREATE OR REPLACE TEMP TABLE judging_said AS
WITH newest AS (
  SELECT criterion, max_by(e, (coalesce(evaluated, DATE '0001-01-01'), entry)) AS e FROM evaluation e
  WHERE evaluated IS NULL OR evaluated <= judging_on() GROUP BY criterion
)
SELECT criterion, e.id AS evaluation, e.finding, e.evaluated, e."by" AS said_by, e.note, p.id AS evidence
FROM newest LEFT JOIN judging_proof p ON p.id = e.evidence;

SELECT q.id, q.programme, q.title, q.standard, q.needs, q.code, q."target",
  s.evaluation, s.finding, s.evaluated, s.said_by, s.note, s.evidence,
  CASE q.code WHEN 'leverage' THEN v.yen WHEN 'trl' THEN t.reached END AS numerator,
  CASE q.code WHEN 'leverage' THEN u.yen WHEN 'trl' THEN t.promised END AS denominator,
  CASE q.code WHEN 'leverage' THEN v.times WHEN 'trl' THEN t.shown WHEN 'additionality' THEN d.times END AS shown,
  CASE WHEN q.code = 'additionality' THEN d.low END AS low, CASE WHEN q.code = 'additionality' THEN d.high END AS high
FROM judging_asked q
LEFT JOIN judging_said s ON s.criterion = q.id
LEFT JOIN judging_public u ON u.top = q.programme
LEFT JOIN judging_private v ON v.top = q.programme
LEFT JOIN judging_ready t ON t.top = q.programme
LEFT JOIN judging_added d ON d.top = q.programme
ORDER BY q.programme, q.id;
