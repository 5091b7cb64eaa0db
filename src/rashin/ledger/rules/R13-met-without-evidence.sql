/*
code = "R13"
theme = "results"
severity = "warning"
name.ja = "「達成」や「満たす」に裏付けがない"
name.en = "Said to be met, without evidence"
why.ja = "裏付けのない達成は、読む人が確かめられません。"
why.en = "Nobody can check a claim that comes without evidence."
mend.ja = "「{title}」に裏付けを付けるか、結果を「裏付けがない」にしてください。"
mend.en = "Attach evidence to “{title}”, or say that there is none."
facts.title = {ja = "成果か基準", en = "outcome or criterion"}
facts.finding = {ja = "結果", en = "finding"}

[[passing]]
evidence = [{id = "f", title = "報告書", digest = "ab"}]
outcome = [{id = "e1", title = "成果", finding = "met", evidence = "f"}, {id = "e2", title = "成果", finding = "no-evidence"}]
evaluation = [{id = "x", criterion = "c", finding = "not-met"}]

[[failing]]
found = ["outcome:e1", "evaluation:x"]
outcome = [{id = "e1", title = "成果", finding = "met"}]
evaluation = [{id = "x", criterion = "c", finding = "met"}]
*/
SELECT 'outcome' AS kind, id, title, finding FROM outcome WHERE finding = 'met' AND evidence IS NULL
UNION ALL
SELECT 'evaluation', e.id, coalesce(c.title, e.criterion), e.finding
FROM evaluation e LEFT JOIN criterion c ON c.id = e.criterion WHERE e.finding = 'met' AND e.evidence IS NULL
