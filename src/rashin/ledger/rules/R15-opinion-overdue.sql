/*
code = "R15"
theme = "results"
severity = "warning"
name.ja = "意見への答えが期日を過ぎている"
name.en = "An opinion is past its deadline"
why.ja = "期日を過ぎた意見は、過ぎたことも含めて公開します。"
why.en = "What is past its deadline is public, and so is that it is."
mend.ja = "「{about}」への意見に {due} までに答えることになっていました。答えを記録してください。"
mend.en = "The opinion on “{about}” was to be answered by {due}. Enter the answer."
facts.about = {ja = "何について", en = "about"}
facts.due = {ja = "期日", en = "due"}

[[passing]]
opinion = [
  {id = "m1", about = "a", said = "…", due = 2024-05-01, answer = "直しました", answered = 2024-06-01},
  {id = "m2", about = "a", said = "…", due = 2999-05-01},
]

[[failing]]
found = ["opinion:m1"]
opinion = [{id = "m1", about = "a", said = "…", due = 2024-05-01}]
*/
SELECT 'opinion' AS kind, id, about, due FROM opinion WHERE due < checked_on() AND trim(coalesce(answer, '')) = ''
