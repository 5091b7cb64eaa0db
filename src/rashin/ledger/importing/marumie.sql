-- Sheets of fiscal year 2025 tell what was budgeted and paid in fiscal year 2024.
CREATE TEMP MACRO programme_id(pid) AS 'rs2025:' || pid;
CREATE TEMP MACRO filled(json, path) AS nullif(trim(json_extract_string(json, path)), '');

CREATE TABLE appearance AS
SELECT
    name,
    number,
    json_extract_string(one, '$.pid') AS pid,
    json_extract_string(one, '$.blockId') AS block,
    json_extract_string(one, '$.originKind') AS origin,
    CAST(json_extract_string(one, '$.amount') AS BIGINT) AS amount,
    json_extract_string(one, '$.amount') AS amount_written,
    json_extract_string(one, '$.upstream.recipientKey') AS upstream,
    row_number() OVER () AS source_row
FROM (
    SELECT
        json_extract_string(entry, '$.name') AS name,
        nullif(json_extract_string(entry, '$.corporateNumber'), '') AS number,
        unnest(from_json(json_extract(entry, '$.appearances'), '["JSON"]')) AS one
    FROM recipients
);

-- payees are found here
CREATE VIEW organisation AS
SELECT 'ministry:' || ministry AS id, ministry AS title, NULL AS corporate_number, 'ministry' AS body, 'JP' AS country,
    true AS assumed
FROM (SELECT DISTINCT json_extract_string(entry, '$.ministry') AS ministry FROM details) WHERE ministry IS NOT NULL
UNION ALL
SELECT id, title, corporate_number, body, CASE WHEN corporate_number IS NOT NULL THEN 'JP' END, true FROM paid;

CREATE VIEW programme AS
SELECT
    programme_id(json_extract_string(entry, '$.projectId')) AS id,
    filled(entry, '$.projectName') AS title,
    'ministry:' || (json_extract_string(entry, '$.ministry')) AS funder,
    filled(entry, '$.bureau') AS bureau,
    2025 AS fiscal_year,
    filled(entry, '$.purpose') AS goal,
    filled(entry, '$.overview') AS note,
    array_to_string(from_json(json_extract(entry, '$.implementationMethods'), '["VARCHAR"]'), '|') AS carried_out_by,
    CAST(json_extract_string(entry, '$.startYear') AS INTEGER) AS start_year,
    CAST(json_extract_string(entry, '$.endYear') AS INTEGER) AS end_year
FROM details;

CREATE VIEW budget AS
WITH summed AS (
    SELECT json_extract_string(entry, '$.projectId') AS pid, json_extract(entry, '$.budgetSummary') AS sums
    FROM graph WHERE json_extract_string(entry, '$.type') = 'project-budget' AND json_extract(entry, '$.budgetSummary') IS NOT NULL
)
SELECT
    programme_id(pid) || ':' || (json_extract_string(sums, '$.fiscalYear')) AS id,
    programme_id(pid) AS programme,
    CAST(json_extract_string(sums, '$.fiscalYear') AS INTEGER) AS fiscal_year,
    CAST(json_extract_string(sums, '$.initialBudget') AS BIGINT) AS initial, json_extract_string(sums, '$.initialBudget') AS initial_written,
    CAST(json_extract_string(sums, '$.supplementaryBudget') AS BIGINT) AS supplementary, json_extract_string(sums, '$.supplementaryBudget') AS supplementary_written,
    CAST(json_extract_string(sums, '$.carryoverBudget') AS BIGINT) AS carried_in, json_extract_string(sums, '$.carryoverBudget') AS carried_in_written,
    CAST(json_extract_string(sums, '$.reserveFund') AS BIGINT) AS reserve, json_extract_string(sums, '$.reserveFund') AS reserve_written,
    CAST(json_extract_string(sums, '$.totalBudget') AS BIGINT) AS total, json_extract_string(sums, '$.totalBudget') AS total_written,
    CAST(json_extract_string(sums, '$.executedAmount') AS BIGINT) AS executed, json_extract_string(sums, '$.executedAmount') AS executed_written,
    '円' AS initial_unit, '円' AS supplementary_unit, '円' AS carried_in_unit, '円' AS reserve_unit, '円' AS total_unit,
    '円' AS executed_unit
FROM summed;

CREATE TABLE found AS
SELECT
    programme_id(pid) || ':' || block || ':' || coalesce(organisation, appearance.name) AS base,
    row_number() OVER (PARTITION BY pid, block, coalesce(organisation, appearance.name) ORDER BY source_row) AS nth,
    appearance.*, organisation
FROM appearance
LEFT JOIN payee ON appearance.name IS NOT DISTINCT FROM payee.name AND appearance.number IS NOT DISTINCT FROM payee.number;

-- 「separate-origin」 blocks are fed from elsewhere than the programme's budget line, but paid by the ministry all the same.
CREATE VIEW payment AS
SELECT
    CASE WHEN nth = 1 THEN base ELSE base || '#' || nth END AS id,
    programme_id(pid) AS programme, 2024 AS fiscal_year, 'payment' AS move, organisation AS payee, name AS payee_name,
    number AS payee_number, amount, amount_written, '円' AS amount_unit, block, CASE WHEN origin = 'direct' THEN 1 END AS tier
FROM found WHERE origin <> 'subcontract';

CREATE VIEW sub_award AS
SELECT
    CASE WHEN nth = 1 THEN base ELSE base || '#' || nth END AS id,
    programme_id(pid) AS programme, 2024 AS fiscal_year,
    CASE WHEN regexp_full_match(upstream, '[0-9]{13}') THEN 'jp:' || upstream END AS payer,
    organisation AS payee, name AS payee_name, number AS payee_number, amount, amount_written, '円' AS amount_unit
FROM found WHERE origin = 'subcontract';
