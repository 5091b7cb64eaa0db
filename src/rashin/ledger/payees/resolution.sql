CREATE OR REPLACE TABLE resolved (name VARCHAR, organisation VARCHAR, how VARCHAR, score DOUBLE);

-- Pairs of neighbouring letters, with the ends marked.
CREATE OR REPLACE TEMP MACRO letter_pairs(word) AS
    list_distinct(list_transform(range(1, length(word) + 2), lambda n: ('^' || word || '$')[n:n + 1]));
CREATE OR REPLACE TEMP MACRO dice(a, b) AS 2.0 * len(list_intersect(a, b)) / (len(a) + len(b));
-- A name without a legal form may be that of any form; 株式会社 before a name and behind it are two companies.
CREATE OR REPLACE TEMP MACRO forms_agree(a, b) AS a = b OR a = '' OR b = '';
-- Numbers in names tell apart what is otherwise alike: 第1支部 and 第2支部.
CREATE OR REPLACE TEMP MACRO digits(word) AS regexp_replace(word, '[^0-9一二三四五六七八九十]', '', 'g');

CREATE OR REPLACE TEMP TABLE same_spelling AS
SELECT w.name, count(DISTINCT k.organisation) AS candidates, any_value(k.organisation) AS organisation
FROM wanted_name w JOIN known_name k USING (spelling) WHERE w.sort = 'body' GROUP BY w.name;

CREATE OR REPLACE TEMP TABLE same_core AS
SELECT w.name, count(DISTINCT k.organisation) AS candidates, any_value(k.organisation) AS organisation
FROM wanted_name w JOIN known_name k ON w.core = k.core AND forms_agree(w.form, k.form)
WHERE w.sort = 'body' AND length(w.core) >= 2 AND w.name NOT IN (SELECT name FROM same_spelling) GROUP BY w.name;

CREATE OR REPLACE TEMP TABLE left_over AS
SELECT row_number() OVER () AS w, name, core, form, digits(core) AS digits, letter_pairs(core) AS pairs FROM wanted_name
WHERE sort = 'body' AND length(core) >= 4
    AND name NOT IN (SELECT name FROM same_spelling) AND name NOT IN (SELECT name FROM same_core);

CREATE OR REPLACE TEMP TABLE known_core AS
SELECT row_number() OVER () AS k, *, digits(core) AS digits, letter_pairs(core) AS pairs
FROM (SELECT DISTINCT organisation, core, form FROM known_name WHERE length(core) >= 4);

-- Only names that share their first or their last three letters, and their numbers, are compared.
CREATE OR REPLACE TEMP TABLE near AS
SELECT name, organisation, max((jaro_winkler_similarity(l.core, c.core) + dice(l.pairs, c.pairs)) / 2) AS score
FROM (
    SELECT w, k FROM left_over l JOIN known_core c ON left(l.core, 3) = left(c.core, 3) AND l.digits = c.digits
    UNION
    SELECT w, k FROM left_over l JOIN known_core c ON right(l.core, 3) = right(c.core, 3) AND l.digits = c.digits
)
JOIN left_over l USING (w)
JOIN known_core c USING (k)
WHERE forms_agree(l.form, c.form) AND abs(length(l.core) - length(c.core)) <= greatest(2, length(l.core) // 4)
GROUP BY name, organisation;

CREATE OR REPLACE TEMP TABLE best_near AS
SELECT name, max(score) AS score, arg_max(organisation, score) AS organisation,
    coalesce(list_sort(list(score), 'DESC')[2], 0) AS second
FROM near GROUP BY name;

CREATE OR REPLACE TEMP MACRO resolution(near_from, apart) AS TABLE
SELECT
    w.name,
    CASE
        WHEN w.sort <> 'body' THEN NULL
        WHEN s.candidates IS NOT NULL THEN CASE WHEN s.candidates = 1 THEN s.organisation END
        WHEN c.candidates IS NOT NULL THEN CASE WHEN c.candidates = 1 THEN c.organisation END
        WHEN n.score >= near_from AND n.score - n.second >= apart THEN n.organisation
    END AS organisation,
    CASE
        WHEN w.sort = 'person' THEN 'person'
        WHEN w.sort <> 'body' THEN 'nobody'
        WHEN s.candidates IS NOT NULL THEN CASE WHEN s.candidates = 1 THEN 'spelling' ELSE 'several' END
        WHEN c.candidates IS NOT NULL THEN CASE WHEN c.candidates = 1 THEN 'core' ELSE 'several' END
        WHEN n.score >= near_from THEN CASE WHEN n.score - n.second >= apart THEN 'near' ELSE 'several' END
        ELSE 'nobody'
    END AS how,
    CASE WHEN s.candidates = 1 OR c.candidates = 1 THEN 1.0 ELSE n.score END AS score
FROM wanted_name w
LEFT JOIN same_spelling s USING (name)
LEFT JOIN same_core c USING (name)
LEFT JOIN best_near n USING (name);
