/*
unit = "count"
name.ja = "判断の数"
name.en = "Decisions"
what.ja = "採択のお金で導入されたサービスが行った判断の数です。"
what.en = "How many decisions the services made that were deployed with awards."
by = [[], ["field"], ["programme"], ["award"]]
*/
SELECT d.id, p.award, p.programme, p.field, d.uses AS value FROM deployment d JOIN scoped_award p ON p.award = d.award WHERE d.uses IS NOT NULL
