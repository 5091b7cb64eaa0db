CREATE TABLE grants AS
SELECT grant_of, row_number() OVER () AS source_row
FROM (SELECT unnest(from_json(json_extract(json, '$.grants'), '["JSON"]')) AS grant_of FROM document);

CREATE TABLE money AS
SELECT source_row, place, amount, upper(trim(json_extract_string(grant_of, '$.currency'))) AS currency
FROM (
    SELECT source_row, grant_of, 'amountAwarded' AS place, json_extract_string(grant_of, '$.amountAwarded') AS amount FROM grants
    UNION ALL
    SELECT source_row, grant_of, 'amountDisbursed', json_extract_string(grant_of, '$.amountDisbursed') FROM grants
);

-- 05/06/2014 says nothing by itself. Where some day of the file is beyond the 12th and no second part is, days come first.
CREATE TABLE dates AS
WITH written AS (
    SELECT source_row, 'awardDate' AS place, json_extract_string(grant_of, '$.awardDate') AS written FROM grants
    UNION ALL
    SELECT source_row, 'plannedDates/startDate', json_extract_string(grant_of, '$.plannedDates[0].startDate') FROM grants
    UNION ALL
    SELECT source_row, 'plannedDates/endDate', json_extract_string(grant_of, '$.plannedDates[0].endDate') FROM grants
), slashed AS (
    SELECT try_strptime(left(written, 10), '%d/%m/%Y') AS day_first, try_strptime(left(written, 10), '%m/%d/%Y') AS month_first
    FROM written WHERE written LIKE '%/%'
), custom AS (
    SELECT bool_and(day_first IS NOT NULL) AND bool_or(month_first IS NULL) AS day_comes_first FROM slashed
)
SELECT source_row, place, written, coalesce(
    TRY_CAST(left(written, 10) AS DATE),
    CASE WHEN day_comes_first THEN CAST(try_strptime(left(written, 10), '%d/%m/%Y') AS DATE) END
) AS day
FROM written, custom WHERE written IS NOT NULL;

CREATE TEMP MACRO organisation_id(written) AS
    CASE WHEN starts_with(written, 'JP-JCN-') THEN 'jp:' || written[8:] ELSE written END;

-- checked here
CREATE TABLE plain AS
SELECT
    source_row,
    json_extract_string(grant_of, '$.id') AS id,
    json_extract_string(grant_of, '$.title') AS title,
    json_extract_string(grant_of, '$.description') AS note,
    organisation_id(json_extract_string(grant_of, '$.fundingOrganization[0].id')) AS funder,
    json_extract_string(grant_of, '$.fundingOrganization[0].name') AS funder_name,
    CASE
        WHEN json_type(json_extract(grant_of, '$.recipientIndividual')) = 'OBJECT' THEN 'person'
        ELSE organisation_id(json_extract_string(grant_of, '$.recipientOrganization[0].id'))
    END AS recipient,
    CASE
        WHEN json_type(json_extract(grant_of, '$.recipientIndividual')) = 'OBJECT' THEN '個人'
        ELSE json_extract_string(grant_of, '$.recipientOrganization[0].name')
    END AS recipient_name,
    coalesce(json_extract_string(grant_of, '$.grantProgramme[0].code'), json_extract_string(grant_of, '$.grantProgramme[0].title')) AS programme_code,
    json_extract_string(grant_of, '$.grantProgramme[0].title') AS programme_title,
    json_extract_string(grant_of, '$.amountAwarded') AS awarded,
    json_extract_string(grant_of, '$.amountDisbursed') AS disbursed
FROM grants;

CREATE TEMP MACRO programme_id(funder, code) AS funder || '/' || coalesce(code, '');

CREATE VIEW organisation AS
SELECT id, mode(name) AS title, CASE WHEN starts_with(id, 'jp:') THEN id[4:] END AS corporate_number,
    CASE WHEN id = 'person' THEN 'person' END AS body, true AS assumed
FROM (SELECT funder AS id, funder_name AS name FROM plain UNION ALL SELECT recipient, recipient_name FROM plain)
WHERE id IS NOT NULL GROUP BY id;

CREATE VIEW programme AS
SELECT programme_id(funder, programme_code) AS id, coalesce(mode(programme_title), mode(funder_name)) AS title, funder,
    true AS assumed
FROM plain WHERE funder IS NOT NULL GROUP BY funder, programme_code;

CREATE VIEW award AS
SELECT
    id, title, note, programme_id(funder, programme_code) AS programme, recipient,
    awarded.day AS decided, begins.day AS starts, finishes.day AS ends,
    coins(plain.awarded) AS amount, plain.awarded AS amount_written, coin_unit(plain.awarded) AS amount_unit,
    plain.source_row
FROM plain
LEFT JOIN dates AS awarded ON awarded.source_row = plain.source_row AND awarded.place = 'awardDate'
LEFT JOIN dates AS begins ON begins.source_row = plain.source_row AND begins.place = 'plannedDates/startDate'
LEFT JOIN dates AS finishes ON finishes.source_row = plain.source_row AND finishes.place = 'plannedDates/endDate';

-- What was disbursed of a grant in all; the standard does not say when.
CREATE VIEW payment AS
SELECT
    id || '/disbursed' AS id, programme_id(funder, programme_code) AS programme, id AS award, 'payment' AS move,
    recipient AS payee, recipient_name AS payee_name, coins(disbursed) AS amount, disbursed AS amount_written,
    coin_unit(disbursed) AS amount_unit, 1 AS tier, source_row
FROM plain WHERE CAST(disbursed AS DECIMAL(38, 12)) <> 0;
