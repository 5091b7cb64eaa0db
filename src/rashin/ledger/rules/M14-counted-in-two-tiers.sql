/*
code = "M14"
theme = "money"
severity = "warning"
name.ja = "同じお金が、直接の支払と再委託の両方にある"
name.en = "The same money stands as a direct payment and as a sub-award"
why.ja = "再委託は、直接の支払の中から渡されたお金です。両方に入れると、二重に数えることになります。たまたま同じ額のこともあります。"
why.en = "What is passed on comes out of a direct payment. Entered as both, it is counted twice. Two equal amounts may also be chance."
mend.ja = "「{payee}」への {amount:,}円が、直接の支払にも、{tier}段目にもあります。直接の支払でなければ、取り消してください。"
mend.en = "¥{amount:,} to “{payee}” stands as a direct payment and in tier {tier}. Withdraw the direct payment if it was none."
facts.payee = {ja = "支払先", en = "payee"}
facts.amount = {ja = "金額（円）", en = "amount (yen)"}
facts.tier = {ja = "もう一方の段", en = "the other tier"}

[[passing]]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, payee = "o1", amount = 100},
  {id = "p2", programme = "a", fiscal_year = 2024, payee = "o2", amount = 40, tier = 1},
]
sub_award = [{id = "s1", programme = "a", fiscal_year = 2024, payee = "o2", amount = 39, tier = 2}]

[[failing]]
found = ["payment:p2", "payment:p3"]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, payee = "o1", amount = 100, tier = 1},
  {id = "p2", programme = "a", fiscal_year = 2024, payee = "o2", amount = 40},
  {id = "p3", programme = "a", fiscal_year = 2024, payee_name = "架空商事", amount = 70, tier = 1},
  {id = "p4", programme = "a", fiscal_year = 2024, payee_name = "架空商事", amount = 70, tier = 2},
]
sub_award = [{id = "s1", programme = "a", fiscal_year = 2024, payee = "o2", amount = 40, tier = 2}]
*/
WITH passed_on AS (
  SELECT coalesce(programme, award) AS source, fiscal_year, coalesce(payee, payee_name) AS payee, amount, max(tier) AS tier FROM (
    SELECT programme, award, fiscal_year, payee, payee_name, amount, coalesce(tier, 2) AS tier FROM sub_award
    UNION ALL
    SELECT programme, award, fiscal_year, payee, payee_name, amount, tier FROM payment WHERE tier > 1
  ) WHERE amount > 0 GROUP BY ALL
)
SELECT 'payment' AS kind, p.id, coalesce(p.payee_name, p.payee) AS payee, p.amount, passed_on.tier
FROM payment p JOIN passed_on ON passed_on.amount = p.amount AND passed_on.source = coalesce(p.programme, p.award)
  AND passed_on.payee = coalesce(p.payee, p.payee_name) AND passed_on.fiscal_year IS NOT DISTINCT FROM p.fiscal_year
WHERE direct(p.tier)
