/*
code = "M19"
theme = "money"
severity = "error"
name.ja = "返納が支払より多い"
name.en = "More was refunded than paid"
why.ja = "受け取っていないお金は返せません。支払の記録が抜けているか、返納先が違います。"
why.en = "Nobody can give back what they did not get. A payment is missing, or the refund belongs elsewhere."
mend.ja = "「{payee}」への支払は {paid:,}円、返納は {refunded:,}円です。"
mend.en = "“{payee}” was paid ¥{paid:,} and refunded ¥{refunded:,}."
facts.payee = {ja = "支払先", en = "payee"}
facts.paid = {ja = "支払（円）", en = "paid (yen)"}
facts.refunded = {ja = "返納（円）", en = "refunded (yen)"}

[[passing]]
payment = [
  {id = "p1", award = "w", payee = "o1", amount = 100},
  {id = "p2", award = "w", payee = "o1", amount = 100, move = "refund"},
]

[[failing]]
found = ["payment:p2"]
payment = [
  {id = "p1", award = "w", payee = "o1", amount = 100},
  {id = "p2", award = "w", payee = "o1", amount = 101, move = "refund"},
]
*/
WITH refunds AS (
  SELECT min(id) AS id, coalesce(award, programme) AS source, coalesce(payee, payee_name) AS payee, sum(amount) AS refunded
  FROM payment WHERE move = 'refund' GROUP BY 2, 3
), paid AS (
  SELECT refunds.id, sum(p.amount) AS paid
  FROM payment p JOIN refunds ON refunds.source IS NOT DISTINCT FROM coalesce(p.award, p.programme)
    AND refunds.payee IS NOT DISTINCT FROM coalesce(p.payee, p.payee_name)
  WHERE p.move IS DISTINCT FROM 'refund' GROUP BY refunds.id
)
SELECT 'payment' AS kind, id, payee, coalesce(paid, 0) AS paid, refunded
FROM refunds LEFT JOIN paid USING (id) WHERE refunded > coalesce(paid, 0)
