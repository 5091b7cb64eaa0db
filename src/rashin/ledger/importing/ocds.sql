CREATE TEMP MACRO listed(json, path) AS from_json(json_extract(json, path), '["JSON"]');
CREATE TEMP MACRO day_of(written) AS TRY_CAST(left(written, 10) AS DATE);

CREATE TABLE release AS
WITH item AS (
    SELECT unnest(CASE
        WHEN json_type(json_extract(json, '$.records')) = 'ARRAY' THEN listed(json, '$.records')
        ELSE [json]
    END) AS item
    FROM document
), single AS (
    SELECT unnest(CASE
        WHEN json_type(json_extract(item, '$.compiledRelease')) = 'OBJECT' THEN [json_extract(item, '$.compiledRelease')]
        WHEN json_type(json_extract(item, '$.releases')) = 'ARRAY' THEN listed(item, '$.releases')
        WHEN json_type(item) = 'ARRAY' THEN listed(item, '$')
        ELSE [item]
    END) AS rel
    FROM item
)
SELECT rel, json_extract_string(rel, '$.ocid') AS ocid, json_extract_string(rel, '$.date') AS dated, row_number() OVER () AS source_row FROM single
-- A linked release is an address and no release.
WHERE json_type(rel) = 'OBJECT' AND NOT (json_type(json_extract(rel, '$.url')) = 'VARCHAR' AND json_extract(rel, '$.ocid') IS NULL);

CREATE TABLE part AS
SELECT source_row, ocid, dated, kind, one, coalesce(json_extract_string(one, '$.id'), CAST(nth AS VARCHAR)) AS part_id
FROM (
    SELECT *, 'bid' AS kind, unnest(listed(rel, '$.bids.details')) AS one, generate_subscripts(listed(rel, '$.bids.details'), 1) AS nth FROM release
    UNION ALL
    SELECT *, 'award', unnest(listed(rel, '$.awards')), generate_subscripts(listed(rel, '$.awards'), 1) FROM release
    UNION ALL
    SELECT *, 'contract', unnest(listed(rel, '$.contracts')), generate_subscripts(listed(rel, '$.contracts'), 1) FROM release
)
QUALIFY row_number() OVER (PARTITION BY ocid, kind, part_id ORDER BY dated DESC NULLS LAST, source_row DESC) = 1;

CREATE TABLE transfer AS
SELECT source_row, ocid, contract_id, contract, moved, coalesce(json_extract_string(moved, '$.id'), CAST(nth AS VARCHAR)) AS part_id
FROM (
    SELECT source_row, ocid, part_id AS contract_id, one AS contract, unnest(listed(one, '$.implementation.transactions')) AS moved,
        generate_subscripts(listed(one, '$.implementation.transactions'), 1) AS nth
    FROM part WHERE kind = 'contract'
)
QUALIFY row_number() OVER (PARTITION BY ocid, contract_id, part_id ORDER BY source_row DESC) = 1;

CREATE TABLE process AS
SELECT * FROM release
QUALIFY row_number() OVER (PARTITION BY ocid ORDER BY dated DESC NULLS LAST, source_row DESC) = 1;

CREATE TABLE money AS
SELECT source_row, place, json_extract_string(value, '$.amount') AS amount, upper(trim(json_extract_string(value, '$.currency'))) AS currency
FROM (
    SELECT source_row, 'planning/budget/amount' AS place, json_extract(rel, '$.planning.budget.amount') AS value FROM process
    UNION ALL
    SELECT source_row, 'tender/value', json_extract(rel, '$.tender.value') FROM process
    UNION ALL
    SELECT source_row, kind || '/value', json_extract(one, '$.value') FROM part
    UNION ALL
    -- Before OCDS 1.1 a transaction's value was its amount.
    SELECT source_row, 'transaction/value', coalesce(json_extract(moved, '$.value'), json_extract(moved, '$.amount')) FROM transfer
);

CREATE TABLE dates AS
SELECT source_row, place, written, day_of(written) AS day
FROM (
    SELECT source_row, 'tender/tenderPeriod/startDate' AS place, json_extract_string(rel, '$.tender.tenderPeriod.startDate') AS written FROM process
    UNION ALL
    SELECT source_row, 'tender/tenderPeriod/endDate', json_extract_string(rel, '$.tender.tenderPeriod.endDate') FROM process
    UNION ALL
    SELECT source_row, kind || '/date', json_extract_string(one, '$.date') FROM part WHERE kind <> 'contract'
    UNION ALL
    SELECT source_row, 'contract/dateSigned', json_extract_string(one, '$.dateSigned') FROM part WHERE kind = 'contract'
    UNION ALL
    SELECT source_row, kind || '/contractPeriod/startDate', json_extract_string(one, '$.contractPeriod.startDate') FROM part
    UNION ALL
    SELECT source_row, kind || '/contractPeriod/endDate', json_extract_string(one, '$.contractPeriod.endDate') FROM part
    UNION ALL
    SELECT source_row, 'transaction/date', json_extract_string(moved, '$.date') FROM transfer
)
WHERE written IS NOT NULL;

-- checked here
CREATE TEMP MACRO organisation_id(written) AS
    CASE WHEN starts_with(written, 'JP-JCN-') THEN 'jp:' || written[8:] ELSE written END;
CREATE TEMP MACRO project_of(rel) AS coalesce(json_extract_string(rel, '$.planning.budget.projectID'), json_extract_string(rel, '$.planning.budget.project'));
CREATE TEMP MACRO programme_of(rel) AS 'ocds:' || coalesce(project_of(rel), json_extract_string(rel, '$.buyer.id'), json_extract_string(rel, '$.buyer.name'));
-- Several suppliers share one amount, so none of them alone is its recipient.
CREATE TEMP MACRO only_supplier(award) AS
    CASE WHEN len(listed(award, '$.suppliers')) = 1 THEN organisation_id(json_extract_string(award, '$.suppliers[0].id')) END;

CREATE TABLE project AS
SELECT ocid, source_row, rel, programme_of(rel) AS programme FROM process;

CREATE VIEW organisation AS
SELECT id, mode(name) AS title, CASE WHEN starts_with(id, 'jp:') THEN id[4:] END AS corporate_number, true AS assumed
FROM (
    SELECT organisation_id(json_extract_string(one, '$.id')) AS id, json_extract_string(one, '$.name') AS name FROM (
        SELECT unnest(listed(rel, '$.parties')) AS one FROM release
        UNION ALL
        SELECT json_extract(rel, '$.buyer') FROM release
        UNION ALL
        SELECT unnest(listed(one, '$.suppliers')) FROM part
        UNION ALL
        SELECT unnest(listed(one, '$.tenderers')) FROM part
        UNION ALL
        SELECT json_extract(moved, '$.payee') FROM transfer
    )
)
WHERE id IS NOT NULL GROUP BY id;

CREATE VIEW programme AS
SELECT programme AS id,
    coalesce(mode(json_extract_string(rel, '$.planning.budget.project')), mode(json_extract_string(rel, '$.buyer.name'))) AS title,
    mode(organisation_id(json_extract_string(rel, '$.buyer.id'))) AS funder,
    true AS assumed
FROM project WHERE programme IS NOT NULL GROUP BY programme;

CREATE VIEW budget AS
SELECT ocid || '/budget' AS id, programme,
    coins(json_extract_string(rel, '$.planning.budget.amount.amount')) AS initial,
    json_extract_string(rel, '$.planning.budget.amount.amount') AS initial_written,
    coin_unit(json_extract_string(rel, '$.planning.budget.amount.amount')) AS initial_unit,
    source_row
FROM project WHERE json_extract_string(rel, '$.planning.budget.amount.amount') IS NOT NULL;

CREATE VIEW call AS
SELECT ocid AS id, json_extract_string(rel, '$.tender.title') AS title, programme,
    day_of(json_extract_string(rel, '$.tender.tenderPeriod.startDate')) AS opened, day_of(json_extract_string(rel, '$.tender.tenderPeriod.endDate')) AS closed,
    coins(json_extract_string(rel, '$.tender.value.amount')) AS ceiling, json_extract_string(rel, '$.tender.value.amount') AS ceiling_written,
    coin_unit(json_extract_string(rel, '$.tender.value.amount')) AS ceiling_unit, source_row
FROM project WHERE json_type(json_extract(rel, '$.tender')) = 'OBJECT';

CREATE VIEW application AS
SELECT ocid || '/bid/' || part_id AS id, ocid AS call, organisation_id(json_extract_string(one, '$.tenderers[0].id')) AS applicant,
    day_of(json_extract_string(one, '$.date')) AS applied, coins(json_extract_string(one, '$.value.amount')) AS amount,
    json_extract_string(one, '$.value.amount') AS amount_written, coin_unit(json_extract_string(one, '$.value.amount')) AS amount_unit, part.source_row
FROM part WHERE kind = 'bid';

CREATE VIEW award AS
SELECT ocid || '/award/' || part_id AS id, json_extract_string(one, '$.title') AS title, json_extract_string(one, '$.description') AS note, programme, ocid AS call,
    only_supplier(one) AS recipient, day_of(json_extract_string(one, '$.date')) AS decided,
    day_of(json_extract_string(one, '$.contractPeriod.startDate')) AS starts, day_of(json_extract_string(one, '$.contractPeriod.endDate')) AS ends,
    coins(json_extract_string(one, '$.value.amount')) AS amount, json_extract_string(one, '$.value.amount') AS amount_written,
    coin_unit(json_extract_string(one, '$.value.amount')) AS amount_unit, part.source_row
FROM part LEFT JOIN project USING (ocid)
-- What was cancelled or came to nothing is no award.
WHERE kind = 'award' AND coalesce(json_extract_string(one, '$.status'), 'active') NOT IN ('cancelled', 'unsuccessful');

CREATE VIEW commitment AS
SELECT contract.ocid || '/contract/' || contract.part_id AS id, programme,
    contract.ocid || '/award/' || (json_extract_string(contract.one, '$.awardID')) AS award, day_of(json_extract_string(contract.one, '$.dateSigned')) AS agreed,
    only_supplier(award.one) AS payee, CASE WHEN only_supplier(award.one) IS NOT NULL THEN json_extract_string(award.one, '$.suppliers[0].name') END AS payee_name,
    coins(json_extract_string(contract.one, '$.value.amount')) AS amount, json_extract_string(contract.one, '$.value.amount') AS amount_written,
    coin_unit(json_extract_string(contract.one, '$.value.amount')) AS amount_unit,
    TRY_CAST(json_extract_string(project.rel, '$.tender.numberOfTenderers') AS BIGINT) AS bidders,
    json_extract_string(project.rel, '$.tender.procurementMethod') AS procedure, contract.source_row
FROM part AS contract
LEFT JOIN part AS award
    ON award.kind = 'award' AND award.ocid = contract.ocid AND award.part_id = json_extract_string(contract.one, '$.awardID')
LEFT JOIN project ON project.ocid = contract.ocid
WHERE contract.kind = 'contract' AND coalesce(json_extract_string(contract.one, '$.status'), 'active') <> 'cancelled';

CREATE VIEW payment AS
WITH paid AS (
    SELECT *, coalesce(json_extract_string(moved, '$.value.amount'), json_extract_string(moved, '$.amount.amount')) AS amount_written FROM transfer
)
SELECT paid.ocid || '/contract/' || contract_id || '/' || part_id AS id, programme,
    paid.ocid || '/award/' || (json_extract_string(contract, '$.awardID')) AS award, paid.ocid || '/contract/' || contract_id AS commitment,
    day_of(json_extract_string(moved, '$.date')) AS paid, 'payment' AS move,
    organisation_id(coalesce(json_extract_string(moved, '$.payee.id'), json_extract_string(moved, '$.receiverOrganization.id'))) AS payee,
    coalesce(json_extract_string(moved, '$.payee.name'), json_extract_string(moved, '$.receiverOrganization.legalName')) AS payee_name,
    coins(amount_written) AS amount, amount_written, coin_unit(amount_written) AS amount_unit, 1 AS tier, paid.source_row
FROM paid LEFT JOIN project ON project.ocid = paid.ocid
WHERE amount_written IS NOT NULL;
