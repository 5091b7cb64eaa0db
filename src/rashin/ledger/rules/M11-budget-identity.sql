/*
code = "M11"
theme = "money"
severity = "error"
name.ja = "予算の内訳を足しても計にならない"
name.en = "The parts of a budget do not add up to its total"
why.ja = "当初＋補正＋前年度から繰越し＋翌年度へ繰越し（減るときは負）＋予備費など＝計です。千円や百万円で書かれたものは、1単位までを丸めの差と見ます。"
why.en = "Initial + supplementary + carried in + carried out (negative when it leaves) + reserve = total. In thousands or millions, up to one unit is taken for rounding."
mend.ja = "内訳の合計は {parts:,}円、計は {total:,}円で、{difference:,}円違います。繰越しの符号と単位を確かめてください。"
mend.en = "The parts come to ¥{parts:,} and the total is ¥{total:,}: ¥{difference:,} apart. Check the sign of what was carried, and the unit."
facts.parts = {ja = "内訳の合計（円）", en = "sum of the parts (yen)"}
facts.total = {ja = "計（円）", en = "total (yen)"}
facts.difference = {ja = "差（円）", en = "difference (yen)"}

[[passing]]
budget = [
  {id = "b1", programme = "a", fiscal_year = 2024, initial = 100, supplementary = 20, carried_in = 30, carried_out = -50, reserve = 0, total = 100},
  {id = "b2", programme = "a", fiscal_year = 2023, initial = 100000000, supplementary = 20000000, total = 121000000, total_unit = "百万円"},
  {id = "b3", programme = "a", fiscal_year = 2022, total = 90},
]

[[failing]]
found = ["budget:b1"]
budget = [{id = "b1", programme = "a", fiscal_year = 2024, initial = 100, carried_out = 50, total = 50}]
*/
WITH sums AS (
  SELECT id, total, total_unit, coalesce(initial, 0) + coalesce(supplementary, 0) + coalesce(carried_in, 0)
    + coalesce(carried_out, 0) + coalesce(reserve, 0) AS parts
  FROM budget
  WHERE total IS NOT NULL AND coalesce(initial, supplementary, carried_in, carried_out, reserve) IS NOT NULL
)
SELECT 'budget' AS kind, id, parts, total, parts - total AS difference
FROM sums WHERE abs(parts - total) > if(coalesce(unit_yen(total_unit), 1) = 1, 0, unit_yen(total_unit))
