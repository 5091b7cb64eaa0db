/*
code = "R13"
theme = "results"
severity = "warning"
name.ja = "「達成」や「満たす」に裏付けがない"
name.en = "Said to be met, without evidence"
why.ja = "裏付けのない達成は、読む人が確かめられません。"
why.en = "Nobody can check a claim that comes without evidence."
mend.ja = "裏付けを付けるか、結果を「裏付けがない」にしてください。"
mend.en = "Attach evidence, or say that there is none."
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
SELECT 'outcome' AS kind, id, finding FROM outcome WHERE finding = 'met' AND evidence IS NULL
UNION ALL
SELECT 'evaluation', id, finding FROM evaluation WHERE finding = 'met' AND evidence IS NULL
