/*
code = "R06"
theme = "results"
severity = "error"
name.ja = "採択の後、版を上げずに指標が変えられている"
name.en = "An indicator changed after the award without a new version"
why.ja = "後から目標を変えると、何でも達成できます。変えるなら、新しい版として、いつ・誰が・なぜを残します。"
why.en = "With a target changed afterwards anything can be met. A change needs a new version that says when, by whom and why."
mend.ja = "「{title}」が {changed} に変えられました（目標 {before} → {after}）。版を上げて記録し直してください。"
mend.en = "“{title}” was changed on {changed} (target {before} → {after}). Enter it again as a new version."
facts.title = {ja = "指標", en = "indicator"}
facts.changed = {ja = "変えた日", en = "changed on"}
facts.before = {ja = "前の目標値", en = "target before"}
facts.after = {ja = "後の目標値", en = "target after"}

[[passing]]
award = [{id = "w", title = "採択", agreed = 2024-06-01, amount = 1}]
indicator = [
  {id = "k1", title = "件数", award = "w", version = 1, target = 10.0, recorded = 2024-07-01T00:00:00, batch = "1"},
  {id = "k1", title = "件数", award = "w", version = 2, target = 8.0, recorded = 2025-07-01T00:00:00, batch = "2"},
  {id = "k2", title = "件数", award = "w", version = 1, target = 10.0, recorded = 2024-05-01T00:00:00, batch = "1"},
  {id = "k2", title = "件数", award = "w", version = 1, target = 8.0, recorded = 2024-05-02T00:00:00, batch = "2"},
  {id = "k3", title = "件数", award = "w", version = 1, target = 10.0, recorded = 2024-07-01T00:00:00, batch = "1"},
  {id = "k3", title = "件数（訂正）", award = "w", version = 1, target = 10.0, recorded = 2025-07-01T00:00:00, batch = "2"},
]

[[failing]]
found = ["indicator:k1"]
award = [{id = "w", title = "採択", agreed = 2024-06-01, amount = 1}]
indicator = [
  {id = "k1", title = "件数", award = "w", version = 1, target = 10.0, recorded = 2024-07-01T00:00:00, batch = "1"},
  {id = "k1", title = "件数", award = "w", version = 1, target = 8.0, recorded = 2025-07-01T00:00:00, batch = "2"},
]
*/
WITH entries AS (
  SELECT id, title, award, target, coalesce(version, 0) AS version, recorded,
    hash(target, baseline, unit, direction, due, due_year) AS promise, withdrawn
  FROM indicator_entries
), steps AS (
  SELECT *, lag(promise) OVER entry AS promise_before, lag(version) OVER entry AS version_before, lag(target) OVER entry AS before
  FROM entries WINDOW entry AS (PARTITION BY id ORDER BY recorded)
)
SELECT 'indicator' AS kind, s.id, s.title, CAST(max(s.recorded) AS DATE) AS changed,
  max_by(s.before, s.recorded) AS before, max_by(s.target, s.recorded) AS after
FROM steps s JOIN award ON award.id = s.award
WHERE s.promise <> s.promise_before AND s.version <= s.version_before AND NOT coalesce(s.withdrawn, false)
  AND CAST(s.recorded AS DATE) > coalesce(award.decided, award.agreed)
GROUP BY s.id, s.title
