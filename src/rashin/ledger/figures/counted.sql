-- What every family of figures counts from. It needs the tables of the book, those of the scope, and `suspected`: the payments
-- that the unit-error rule found.

CREATE OR REPLACE TEMP TABLE scoped AS
SELECT p.id AS programme, coalesce(p.funder, 'unknown') AS ministry, s.field, p.fiscal_year AS sheet_year,
  batch.format IN ('judgit', 'marumie') AS reviewed
FROM scope_programme s JOIN programme p ON p.id = s.programme JOIN batch ON batch.batch = p.batch;

-- A yearly review sheet states several years' budgets; it counts for the year that it reviews, which is the one before it.
CREATE OR REPLACE TEMP MACRO counts(reviewed, sheet_year, fiscal_year) AS NOT reviewed OR fiscal_year = sheet_year - 1;

CREATE OR REPLACE TEMP MACRO fiscal(year, day) AS
  coalesce(CAST(year AS INTEGER), CAST(year(day - INTERVAL 3 MONTH) AS INTEGER));

-- Every award with the programme that it belongs to, directly or through its call.
CREATE OR REPLACE TEMP TABLE scoped_award AS
SELECT a.id AS award, a.call, s.programme, s.ministry, coalesce(w.field, s.field) AS field, s.sheet_year, s.reviewed
FROM award a LEFT JOIN call c ON c.id = a.call JOIN scoped s ON s.programme = coalesce(a.programme, c.programme)
LEFT JOIN scope_award w ON w.award = a.id;

-- Where an entry belongs that names an award, or else a programme.
CREATE OR REPLACE TEMP MACRO named(award, programme) AS coalesce('award ' || award, 'programme ' || programme);
CREATE OR REPLACE TEMP TABLE place AS
SELECT named(NULL, programme) AS name, NULL AS award, NULL AS call, programme, ministry, field, sheet_year, reviewed FROM scoped
UNION ALL
SELECT named(award, NULL), award, call, programme, ministry, field, sheet_year, reviewed FROM scoped_award;

-- A payment without a tier is direct, unless it stands in one of several blocks of which nobody says which paid which.
CREATE OR REPLACE TEMP TABLE payment_row AS
SELECT e.id, p.award, p.call, p.programme, p.ministry, p.field, fiscal(e.fiscal_year, e.paid) AS fiscal_year, e.payee,
  e.amount AS value, coalesce(e.move, 'payment') AS move, coalesce(e.tier, 1) AS tier,
  e.tier IS NOT NULL OR e.block IS NULL AS tier_known, s.id IS NOT NULL AS suspected
FROM payment e
LEFT JOIN commitment c ON c.id = e.commitment AND e.award IS NULL AND e.programme IS NULL
JOIN place p ON p.name = named(coalesce(e.award, c.award), coalesce(e.programme, c.programme))
LEFT JOIN suspected s ON s.id = e.id;

-- Every indicator with the newest value observed. Where no direction is stated, more counts as better; the method page says so.
CREATE OR REPLACE TEMP TABLE indicator_row AS
SELECT i.id, p.award, p.call, p.programme, p.ministry, p.field, p.sheet_year AS fiscal_year, coalesce(i.stage, 'outcome') AS stage,
  i.target, coalesce(i.direction, 'up') AS direction, o.value AS observed, o.method,
  CASE coalesce(i.direction, 'up') WHEN 'up' THEN o.value >= i.target WHEN 'down' THEN o.value <= i.target
    ELSE o.value = i.target END AS reached
FROM indicator i JOIN place p ON p.name = named(i.award, i.programme) LEFT JOIN (
  SELECT indicator, arg_max(value, moment) AS value, arg_max(method, moment) AS method FROM (
    SELECT indicator, value, method, coalesce(observed, make_date(CAST(fiscal_year AS INTEGER) + 1, 3, 31)) AS moment
    FROM observation WHERE value IS NOT NULL
  ) GROUP BY indicator
) o ON o.indicator = i.id;
