/*
code = "M10"
theme = "money"
severity = "error"
name.ja = "前の年度の期末と、次の年度の期首が違う"
name.en = "A year opens with another balance than the last one closed with"
why.ja = "年度の境目でお金が増えたり減ったりすることはありません。"
why.en = "No money comes or goes between two years."
mend.ja = "科目「{account}」は {closing:,}円で閉じ、次の年度は {opening:,}円で始まっています。"
mend.en = "The account “{account}” closed with ¥{closing:,}, and the next year opens with ¥{opening:,}."
facts.account = {ja = "科目", en = "account"}
facts.closing = {ja = "前の年度の期末（円）", en = "closing of the year before (yen)"}
facts.opening = {ja = "期首（円）", en = "opening (yen)"}

[[passing]]
balance = [
  {id = "b1", programme = "a", account = "基金", fiscal_year = 2023, opening = 0, movements = 70, closing = 70},
  {id = "b2", programme = "a", account = "基金", fiscal_year = 2024, opening = 70, movements = 0, closing = 70},
  {id = "b3", programme = "b", account = "基金", fiscal_year = 2025, opening = 5, movements = 0, closing = 5},
]

[[failing]]
found = ["balance:b2"]
balance = [
  {id = "b1", programme = "a", account = "基金", fiscal_year = 2023, opening = 0, movements = 70, closing = 70},
  {id = "b2", programme = "a", account = "基金", fiscal_year = 2024, opening = 60, movements = 0, closing = 60},
]
*/
SELECT 'balance' AS kind, later.id, later.account, earlier.closing, later.opening
FROM balance earlier JOIN balance later
  ON later.account = earlier.account AND later.programme IS NOT DISTINCT FROM earlier.programme
  AND later.fiscal_year = earlier.fiscal_year + 1
WHERE later.opening <> earlier.closing
