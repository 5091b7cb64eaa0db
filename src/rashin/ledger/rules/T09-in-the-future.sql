/*
code = "T09"
theme = "time"
severity = "error"
name.ja = "まだ来ていない日のことが、済んだこととして記録されている"
name.en = "Something is entered as done on a day that had not come"
why.ja = "予定を実績として数えることになります。"
why.en = "A plan would be counted as a fact."
mend.ja = "「{field}」の {day} は、記録した日（{recorded}）より後です。日付を直すか、その日を待ってください。"
mend.en = "{day} in “{field}” is later than the day of entry ({recorded}). Correct it, or wait for the day."
facts.field = {ja = "欄", en = "column"}
facts.day = {ja = "日付", en = "date"}
facts.recorded = {ja = "記録した日", en = "entered on"}

[[passing]]
payment = [{id = "p1", paid = 2026-01-01, amount = 1, recorded = 2026-01-01T09:00:00}, {id = "p2", amount = 1}]
award = [{id = "w", title = "採択", ends = 2040-03-31, amount = 1}]

[[failing]]
found = ["payment:p1", "observation:v"]
payment = [{id = "p1", paid = 2026-01-02, amount = 1, recorded = 2026-01-01T09:00:00}]
observation = [{id = "v", indicator = "k", value = 1.0, observed = 2099-01-01}]
*/
-- Entries are recorded in UTC, and days are those of Japan.
SELECT kind, id, field, day, recorded FROM (
  SELECT kind, id, field, day, coalesce(CAST(entered + INTERVAL 9 HOUR AS DATE), checked_on()) AS recorded FROM (
    SELECT 'payment' AS kind, id, 'paid' AS field, paid AS day, recorded AS entered FROM payment
    UNION ALL SELECT 'observation', id, 'observed', observed, recorded FROM observation
    UNION ALL SELECT 'output', id, 'delivered', delivered, recorded FROM output
    UNION ALL SELECT 'evaluation', id, 'evaluated', evaluated, recorded FROM evaluation
    UNION ALL SELECT 'application', id, 'applied', applied, recorded FROM application
    UNION ALL SELECT 'opinion', id, 'answered', answered, recorded FROM opinion
  )
) WHERE day > recorded
