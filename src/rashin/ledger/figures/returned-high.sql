/*
unit = "yen"
name.ja = "社会への還元（上限）"
name.en = "Social return, upper end"
what.ja = "社会への還元と見積もられた額に、この事業による割合と、なくても起きた割合を掛けたものです。お金の支払とは足しません。"
what.en = "The estimated return to society, times the share due to it, less what would have come anyway. It is never added to money."
by = [[], ["field"], ["programme"], ["award"]]
*/
SELECT e.id, p.award, p.call, p.programme, p.ministry, p.field,
  CAST(round(e.high * coalesce(e.attribution, 1) * (1 - coalesce(e.deadweight, 0))) AS BIGINT) AS value
FROM social_return e JOIN place p ON p.name = named(e.award, e.programme)
