/*
code = "T10"
theme = "time"
severity = "warning"
name.ja = "事業の年度の外に、予算か支払がある"
name.en = "A budget or a payment outside the programme's years"
why.ja = "事業が始まる前や終わった後にお金が動いたなら、年度のどれかが違うか、後払いや繰越しです。"
why.en = "Money that moved before a programme began or after it ended: a year is wrong, or it was carried over or paid late."
mend.ja = "{fiscal_year}年度の {amount:,}円が、事業の年度（{start_year}〜{end_year}）の外です。年度を確かめてください。"
mend.en = "¥{amount:,} of fiscal {fiscal_year} lies outside the programme's years ({start_year}–{end_year}). Check the years."
facts.fiscal_year = {ja = "年度", en = "fiscal year"}
facts.amount = {ja = "金額（円）", en = "amount (yen)"}
facts.start_year = {ja = "開始年度", en = "first year"}
facts.end_year = {ja = "終了予定年度", en = "last year"}

[[passing]]
programme = [{id = "a", title = "事業", start_year = 2020, end_year = 2024}, {id = "b", title = "続く事業", start_year = 2020}]
payment = [
  {id = "p1", programme = "a", fiscal_year = 2024, amount = 1},
  {id = "p2", programme = "b", fiscal_year = 2040, amount = 1},
]
budget = [{id = "b0", programme = "a", fiscal_year = 2019, total = 0}]

[[failing]]
found = ["payment:p1", "budget:b1"]
programme = [{id = "a", title = "事業", start_year = 2020, end_year = 2024}]
payment = [{id = "p1", programme = "a", fiscal_year = 2025, amount = 1}]
budget = [{id = "b1", programme = "a", fiscal_year = 2019, total = 5}]
*/
WITH years AS (SELECT id AS programme, start_year, end_year FROM programme WHERE coalesce(start_year, end_year) IS NOT NULL)
SELECT 'payment' AS kind, p.id, p.fiscal_year, p.amount, start_year, end_year
FROM payment p JOIN years USING (programme)
WHERE p.amount <> 0 AND (p.fiscal_year < start_year OR p.fiscal_year > end_year)
UNION ALL
SELECT 'budget', b.id, b.fiscal_year, b.total, start_year, end_year
FROM budget b JOIN years USING (programme)
WHERE b.total <> 0 AND (b.fiscal_year < start_year OR b.fiscal_year > end_year)
