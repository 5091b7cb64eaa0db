/*
code = "M12"
theme = "money"
severity = "warning"
name.ja = "執行額が予算を超える"
name.en = "More was executed than budgeted"
why.ja = "流用や予備費で補うことはありますが、その記録がないと、どこから来たお金か分かりません。"
why.en = "It may have been moved from elsewhere, but without an entry nobody can tell where the money came from."
mend.ja = "予算の計 {total:,}円に対して {executed:,}円を執行しています。流用や予備費を記録するか、金額を直してください。"
mend.en = "¥{executed:,} was executed of a budget of ¥{total:,}. Enter what was moved in, or correct an amount."
facts.total = {ja = "計（円）", en = "total (yen)"}
facts.executed = {ja = "執行額（円）", en = "executed (yen)"}

[[passing]]
budget = [{id = "b", programme = "a", fiscal_year = 2024, total = 100, executed = 100}]

[[failing]]
found = ["budget:b"]
budget = [{id = "b", programme = "a", fiscal_year = 2024, total = 100, executed = 101}]
*/
SELECT 'budget' AS kind, id, total, executed
FROM budget WHERE executed - total > coalesce(unit_yen(total_unit), 1) // 2
