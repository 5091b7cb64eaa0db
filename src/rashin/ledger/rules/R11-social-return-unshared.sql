/*
code = "R11"
theme = "results"
severity = "warning"
name.ja = "社会への還元に、この事業による割合がない"
name.en = "A social return without its shares"
why.ja = "ほかのおかげで起きたことや、なくても起きたことまで、この事業の成果に見えます。"
why.en = "What others did, or what would have come anyway, looks like a result of this programme."
mend.ja = "「{title}」に、この事業による割合と、なくても起きた割合を入れてください。"
mend.en = "Give “{title}” the share due to the programme, and the share that would have come anyway."
facts.title = {ja = "名前", en = "name"}

[[passing]]
social_return = [{id = "r", title = "還元", low = 1, high = 2, attribution = 0.5, deadweight = 0.2}]

[[failing]]
found = ["social_return:r"]
social_return = [{id = "r", title = "還元", low = 1, high = 2, attribution = 0.5}]
*/
SELECT 'social_return' AS kind, id, title FROM social_return WHERE attribution IS NULL OR deadweight IS NULL
