-- From the four tables of JUDGIT, and `payee` and `paid` made of them, to the kinds of the book.
-- An id that comes twice gets the number of its turn behind it, so that no row is lost.

CREATE TEMP MACRO yen(millions) AS CAST(round(CAST(millions AS DECIMAL(38, 12)) * 1000000) AS BIGINT);
CREATE TEMP MACRO turn(id, nth) AS CASE WHEN nth = 1 THEN id ELSE id || '#' || nth END;
CREATE TEMP MACRO unit(millions) AS CASE WHEN millions IS NOT NULL THEN '百万円' END;

CREATE TEMP MACRO in_words(target) AS CASE WHEN TRY_CAST(target AS DOUBLE) IS NULL THEN '目標値: ' || target END;

CREATE VIEW organisation AS
SELECT 'ministry:' || ministry AS id, ministry AS title, NULL AS corporate_number, 'ministry' AS body, 'JP' AS country, true AS assumed
FROM projects WHERE ministry IS NOT NULL GROUP BY ministry
UNION ALL
SELECT id, title, corporate_number, body, CASE WHEN corporate_number IS NOT NULL THEN 'JP' END, true FROM paid;

CREATE VIEW programme AS
SELECT
    turn(sheet, row_number() OVER (PARTITION BY sheet ORDER BY source_row)) AS id,
    project_name AS title,
    'ministry:' || ministry AS funder,
    concat_ws(' ', bureau, division) AS bureau,
    CAST(sheet_year AS INTEGER) AS fiscal_year,
    policies AS note,
    account,
    method AS carried_out_by,
    CAST(start_year AS INTEGER) AS start_year,
    CAST(end_year AS INTEGER) AS end_year,
    source_row
FROM projects;

CREATE VIEW budget AS
SELECT
    turn(sheet || ':' || fiscal_year, row_number() OVER (PARTITION BY sheet, fiscal_year ORDER BY source_row)) AS id,
    sheet AS programme,
    CAST(fiscal_year AS INTEGER) AS fiscal_year,
    yen(initial) AS initial, initial AS initial_written, unit(initial) AS initial_unit,
    yen(supplementary) AS supplementary, supplementary AS supplementary_written, unit(supplementary) AS supplementary_unit,
    yen(carried_in) AS carried_in, carried_in AS carried_in_written, unit(carried_in) AS carried_in_unit,
    yen(carried_out) AS carried_out, carried_out AS carried_out_written, unit(carried_out) AS carried_out_unit,
    yen(reserve) AS reserve, reserve AS reserve_written, unit(reserve) AS reserve_unit,
    yen(total) AS total, total AS total_written, unit(total) AS total_unit,
    yen(executed) AS executed, executed AS executed_written, unit(executed) AS executed_unit,
    source_row
FROM budgets;

-- No tier: block A is not the only one that is paid directly, and the sheets do not say which are.
CREATE VIEW payment AS
SELECT
    turn(sheet || ':' || "group" || seq, row_number() OVER (PARTITION BY sheet, "group", seq ORDER BY source_row)) AS id,
    sheet AS programme,
    CAST(fiscal_year AS INTEGER) AS fiscal_year,
    'payment' AS move,
    organisation AS payee,
    payments.payee AS payee_name,
    corporate_number AS payee_number,
    yen(amount_mjpy) AS amount, amount_mjpy AS amount_written, unit(amount_mjpy) AS amount_unit,
    "group" AS block,
    work,
    source_row
FROM payments
LEFT JOIN payee
    ON payments.payee IS NOT DISTINCT FROM payee.name AND payments.corporate_number IS NOT DISTINCT FROM payee.number;

-- A target in words (「前年度を上回る」) is no number; it is kept with the goal.
CREATE VIEW indicator AS
SELECT
    sheet || ':' || kind || ix AS id,
    first(indicator ORDER BY source_row) AS title,
    sheet AS programme,
    kind AS stage,
    nullif(concat_ws(' ', first(goal ORDER BY source_row), first(in_words(target) ORDER BY source_row)), '') AS goal,
    first(unit ORDER BY source_row) AS unit,
    TRY_CAST(first(target ORDER BY source_row) AS DOUBLE) AS target,
    CAST(first(target_year ORDER BY source_row) AS INTEGER) AS due_year,
    min(source_row) AS source_row
FROM outcomes
GROUP BY sheet, kind, ix;

-- Ministries report on themselves.
CREATE VIEW observation AS
SELECT
    turn(
        sheet || ':' || kind || ix || ':' || fiscal_year,
        row_number() OVER (PARTITION BY sheet, kind, ix, fiscal_year ORDER BY source_row)
    ) AS id,
    sheet || ':' || kind || ix AS indicator,
    CAST(fiscal_year AS INTEGER) AS fiscal_year,
    CAST(planned AS DOUBLE) AS planned,
    CAST(actual AS DOUBLE) AS value,
    CASE WHEN actual IS NOT NULL THEN 'self-reported' END AS method,
    source_row
FROM outcomes;
