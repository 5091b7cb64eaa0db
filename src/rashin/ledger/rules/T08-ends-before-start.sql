/*
code = "T08"
theme = "time"
severity = "error"
name.ja = "始まる前に終わっている"
name.en = "Something ends before it starts"
why.ja = "日付のどちらかが違います。"
why.en = "One of the dates is wrong."
mend.ja = "始まり {starts} と終わり {ends} を確かめて直してください。"
mend.en = "Check the start {starts} and the end {ends}."
facts.starts = {ja = "始まり", en = "starts"}
facts.ends = {ja = "終わり", en = "ends"}

[[passing]]
award = [{id = "w", title = "採択", starts = 2024-04-01, ends = 2025-03-31, amount = 1}]
programme = [{id = "a", title = "事業", start_year = 2024, end_year = 2024}]

[[failing]]
found = ["award:w", "programme:a", "deployment:d"]
award = [{id = "w", title = "採択", starts = 2025-04-01, ends = 2025-03-31, amount = 1}]
programme = [{id = "a", title = "事業", start_year = 2025, end_year = 2024}]
deployment = [{id = "d", title = "導入", started = 2025-04-01, ended = 2025-03-31}]
*/
SELECT 'award' AS kind, id, CAST(starts AS VARCHAR) AS starts, CAST(ends AS VARCHAR) AS ends FROM award WHERE ends < starts
UNION ALL SELECT 'programme', id, CAST(starts AS VARCHAR), CAST(ends AS VARCHAR) FROM programme WHERE ends < starts
UNION ALL SELECT 'programme', id, CAST(start_year AS VARCHAR), CAST(end_year AS VARCHAR) FROM programme WHERE end_year < start_year
UNION ALL SELECT 'deployment', id, CAST(started AS VARCHAR), CAST(ended AS VARCHAR) FROM deployment WHERE ended < started
