/*
unit = "count"
name.ja = "目標値に届いた指標の数"
name.en = "Indicators that reached their target"
what.ja = "いちばん新しい実績値が目標値に届いた成果の指標の数です。向きの書かれていない指標は、大きいほどよいとみなします。"
what.en = "How many outcome indicators have a newest value that reached the target. Where no direction is stated, more counts as better."
by = [[], ["fiscal_year"], ["ministry"], ["field"], ["programme"], ["award"]]
*/
SELECT id, award, call, programme, ministry, field, CAST(fiscal_year AS INTEGER) AS fiscal_year, 1 AS value
FROM indicator_row WHERE stage = 'outcome' AND reached
