-- Which programmes and awards of a book are in a scope, and in which of its fields. The words, shares and fields of the scope are
-- macros that stand before this, so that one text serves every scope.

CREATE OR REPLACE TEMP TABLE scope_belongs AS
SELECT a.id AS award, coalesce(a.programme, c.programme) AS programme FROM award a LEFT JOIN call c ON c.id = a.call;

-- Texts that may hold a word of the scope, as they were written. A word paid for counts by its yen; directly, not once more below.
CREATE OR REPLACE TEMP TABLE scope_text AS
SELECT id AS programme, 'title' AS place, title AS written, 1::HUGEINT AS weight FROM programme WHERE scope_may_name(title)
UNION ALL
SELECT id, 'purpose', goal, 1 FROM programme WHERE scope_may_name(goal)
UNION ALL
SELECT coalesce(i.programme, b.programme), 'indicators', concat_ws(' ', i.title, i.goal), 1
FROM indicator i LEFT JOIN scope_belongs b ON b.award = i.award WHERE scope_may_name(i.title) OR scope_may_name(i.goal)
UNION ALL
SELECT coalesce(y.programme, b.programme), 'works', y.work, greatest(y.amount, 0)
FROM payment y LEFT JOIN scope_belongs b ON b.award = y.award
WHERE scope_may_name(y.work) AND y.move IS DISTINCT FROM 'refund' AND coalesce(y.tier, 1) = 1;

CREATE OR REPLACE TEMP TABLE scope_named AS
SELECT programme, place, sum(weight) AS weight, list_sort(list_distinct(flatten(list(words)))) AS words
FROM (
  -- The text is made plain once, and not once for every word that is sought in it.
  SELECT *, scope_words(place, clean) AS words FROM (SELECT *, scope_plain(written) AS clean FROM scope_text)
)
WHERE len(words) > 0 AND programme IS NOT NULL
GROUP BY programme, place;

-- Of what the named is a share: all indicators of the programme, all yen that it paid directly.
CREATE OR REPLACE TEMP TABLE scope_whole AS
SELECT coalesce(i.programme, b.programme) AS programme, 'indicators' AS place, count(*)::HUGEINT AS weight
FROM indicator i LEFT JOIN scope_belongs b ON b.award = i.award GROUP BY ALL
UNION ALL
SELECT coalesce(y.programme, b.programme), 'works', sum(greatest(y.amount, 0))
FROM payment y LEFT JOIN scope_belongs b ON b.award = y.award
WHERE y.move IS DISTINCT FROM 'refund' AND coalesce(y.tier, 1) = 1 GROUP BY ALL;

-- The first place that says it is the one that is told.
CREATE OR REPLACE TEMP TABLE scope_taken AS
WITH RECURSIVE direct AS (
  SELECT n.programme, n.place, array_to_string(n.words, '、') AS why
  FROM scope_named n LEFT JOIN scope_whole w ON w.programme = n.programme AND w.place = n.place
  WHERE scope_at_least(n.place) = 0 OR n.weight > 0 AND n.weight >= scope_at_least(n.place) * w.weight
  UNION ALL
  SELECT id, 'all', '' FROM programme WHERE scope_is_everything()
), taken AS (
  SELECT programme, arg_min(place, scope_place_order(place)) AS place, arg_min(why, scope_place_order(place)) AS why
  FROM direct WHERE programme IN (SELECT id FROM programme) GROUP BY programme
), reached AS (
  SELECT programme, place, why, programme AS top FROM taken
  UNION
  SELECT p.id, 'part', r.why, r.top FROM reached r JOIN programme p ON p.part_of = r.programme
  WHERE p.id NOT IN (SELECT programme FROM taken)
)
SELECT programme, any_value(place) AS place, any_value(why) AS why, min(top) AS top FROM reached GROUP BY programme;

-- A field that the officer gave stands. Else the first field whose words are in the title, then the one of the ministry or bureau,
-- then that of the programme it is part of, then a field of last resort, and only then what the longer text of the purpose says.
CREATE OR REPLACE TEMP TABLE scope_sorted AS
SELECT t.programme, t.top, t.place, t.why, scope_field_given(p.field) AS given, coalesce(
  scope_field_in(scope_plain(p.title)), scope_field_of(scope_plain(concat_ws(' ', o.title, p.bureau)))
) AS sorted, coalesce(scope_field_at_last(scope_plain(p.title)), scope_field_in(scope_plain(p.goal)), 'other') AS at_last
FROM scope_taken t JOIN programme p ON p.id = t.programme LEFT JOIN organisation o ON o.id = p.funder;

CREATE OR REPLACE TEMP TABLE scope_programme AS
SELECT s.programme, coalesce(s.given, s.sorted, t.given, t.sorted, s.at_last) AS field, s.why, s.place
FROM scope_sorted s JOIN scope_sorted t ON t.programme = s.top;

-- An award is in the scope with its programme; one of no programme is, if its title names a word.
CREATE OR REPLACE TEMP TABLE scope_award AS
SELECT a.id AS award, coalesce(
  scope_field_given(a.field), g.given, scope_field_in(scope_plain(a.title)), s.field, scope_field_at_last(scope_plain(a.title)), 'other'
) AS field
FROM award a JOIN scope_belongs b ON b.award = a.id
LEFT JOIN scope_programme s ON s.programme = b.programme LEFT JOIN scope_sorted g ON g.programme = b.programme
WHERE s.programme IS NOT NULL OR b.programme IS NULL AND (
  scope_is_everything() OR scope_may_name(a.title) AND len(scope_words('title', scope_plain(a.title))) > 0
);

DROP TABLE scope_text;
DROP TABLE scope_named;
DROP TABLE scope_whole;
DROP TABLE scope_taken;
DROP TABLE scope_sorted;
DROP TABLE scope_belongs;
