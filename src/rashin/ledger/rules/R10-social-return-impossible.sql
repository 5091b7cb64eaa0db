/*
code = "R10"
theme = "results"
severity = "error"
name.ja = "社会への還元の区間か割合がありえない"
name.en = "A social return whose interval or shares cannot be"
why.ja = "下限は上限を超えず、割合は0から1の間です。"
why.en = "A lower end is not above the upper one, and a share lies between 0 and 1."
mend.ja = "下限 {low:,}円、上限 {high:,}円、この事業による割合 {attribution}、なくても起きた割合 {deadweight} を確かめてください。"
mend.en = "Check the ends ¥{low:,} and ¥{high:,}, the share due to it {attribution}, and what would have come anyway {deadweight}."
facts.low = {ja = "下限（円）", en = "lower end (yen)"}
facts.high = {ja = "上限（円）", en = "upper end (yen)"}
facts.attribution = {ja = "この事業による割合", en = "share due to it"}
facts.deadweight = {ja = "なくても起きた割合", en = "share that would have come anyway"}

[[passing]]
social_return = [{id = "r", title = "還元", low = 1, high = 2, attribution = 0.5, deadweight = 0.2}]

[[failing]]
found = ["social_return:r1", "social_return:r2"]
social_return = [
  {id = "r1", title = "還元", low = 3, high = 2, attribution = 0.5, deadweight = 0.2},
  {id = "r2", title = "還元", low = 1, high = 2, attribution = 50.0, deadweight = 0.2},
]
*/
SELECT 'social_return' AS kind, id, low, high, attribution, deadweight FROM social_return
WHERE low > high OR attribution NOT BETWEEN 0 AND 1 OR deadweight NOT BETWEEN 0 AND 1
