/*
code = "M16"
theme = "money"
severity = "error"
name.ja = "資料の合計と、行の合計が違う"
name.en = "A stated total differs from the sum of its rows"
why.ja = "資料に書かれた合計は、取り込みで行が抜けたり、二重になったりしていないかの手がかりです。"
why.en = "The total that a document states shows whether rows were lost or doubled on the way."
mend.ja = "{of} の合計は資料では {stated:,}円、行を足すと {rows_sum:,}円です。抜けた行、二重の行を探してください。"
mend.en = "The total of {of} is stated as ¥{stated:,}, and the rows come to ¥{rows_sum:,}. Look for rows lost or doubled."
facts.of = {ja = "何の合計か", en = "total of"}
facts.stated = {ja = "資料の合計（円）", en = "stated (yen)"}
facts.rows_sum = {ja = "行の合計（円）", en = "sum of the rows (yen)"}

[[passing]]
stated_total = [
  {id = "t1", programme = "a", fiscal_year = 2024, of = "payment", amount = 90},
  {id = "t2", programme = "a", of = "award", amount = 50},
]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, amount = 100},
  {id = "p2", programme = "a", fiscal_year = 2024, amount = 10, move = "refund"},
  {id = "p3", programme = "a", fiscal_year = 2024, amount = 10, tier = 2},
  {id = "p4", programme = "a", fiscal_year = 2023, amount = 10},
]
award = [{id = "w", title = "採択", programme = "a", amount = 50}]

[[failing]]
found = ["stated_total:t1", "stated_total:t2"]
stated_total = [
  {id = "t1", programme = "a", fiscal_year = 2024, of = "payment", amount = 90},
  {id = "t2", programme = "a", of = "budget", amount = 50},
]
payment = [{id = "p1", programme = "a", fiscal_year = 2024, amount = 100}]
*/
WITH entries AS (
  SELECT 'payment' AS "of", programme, fiscal_year, net(amount, move) AS amount FROM payment WHERE direct(tier)
  UNION ALL SELECT 'sub_award', programme, fiscal_year, amount FROM sub_award
  UNION ALL SELECT 'commitment', programme, fiscal_year, amount FROM commitment
  UNION ALL SELECT 'award', programme, NULL, amount FROM award
  UNION ALL SELECT 'budget', programme, fiscal_year, total FROM budget
  UNION ALL SELECT 'executed', programme, fiscal_year, executed FROM budget
), asked AS (
  SELECT entries.* FROM entries SEMI JOIN stated_total s ON s."of" = entries."of" AND s.programme IS NOT DISTINCT FROM entries.programme
), sums AS (
  SELECT s.id, any_value(s."of") AS "of", any_value(s.amount) AS stated, coalesce(sum(asked.amount), 0) AS rows_sum
  FROM stated_total s LEFT JOIN asked ON asked."of" = s."of" AND asked.programme IS NOT DISTINCT FROM s.programme
    AND (s.fiscal_year IS NULL OR asked.fiscal_year = s.fiscal_year)
  GROUP BY s.id
)
SELECT 'stated_total' AS kind, id, "of", stated, rows_sum
FROM sums WHERE stated <> rows_sum
