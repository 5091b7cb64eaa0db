/*
code = "R08"
theme = "results"
severity = "error"
name.ja = "実績値が、その区間の外にある"
name.en = "A value outside its own interval"
why.ja = "区間は、値がありうる範囲です。値が外にあるなら、どちらかが違います。"
why.en = "An interval is the range in which the value may lie. If it lies outside, one of them is wrong."
mend.ja = "値 {value}、区間 {low} 〜 {high} を確かめて直してください。"
mend.en = "Check the value {value} and the interval {low} to {high}."
facts.value = {ja = "実績値", en = "value"}
facts.low = {ja = "区間の下", en = "lower end"}
facts.high = {ja = "区間の上", en = "upper end"}

[[passing]]
observation = [{id = "v1", indicator = "k", value = 5.0, low = 4.0, high = 6.0}, {id = "v2", indicator = "k", value = 5.0}]

[[failing]]
found = ["observation:v1", "observation:v2"]
observation = [
  {id = "v1", indicator = "k", value = 7.0, low = 4.0, high = 6.0},
  {id = "v2", indicator = "k", low = 6.0, high = 4.0},
]
*/
SELECT 'observation' AS kind, id, value, low, high FROM observation WHERE value < low OR value > high OR low > high
