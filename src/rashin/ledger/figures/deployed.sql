/*
unit = "count"
name.ja = "導入の数"
name.en = "Deployments"
what.ja = "採択のお金で使われているサービスの数です。"
what.en = "How many services were put to use with awards."
by = [[], ["field"], ["programme"], ["award"]]
*/
SELECT d.id, p.award, p.programme, p.field, 1 AS value FROM deployment d JOIN scoped_award p ON p.award = d.award
