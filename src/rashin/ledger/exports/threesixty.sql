SELECT
  a.id, a.title, coalesce(a.note, a.goal, a.title) AS description, a.amount,
  coalesce(a.decided, a.agreed, a.starts) AS awarded, a.starts, a.ends, a.recorded, a.call IS NOT NULL AS open_call,
  a.supplier AS recipient, f.funder, a.of_programme AS programme, p.title AS programme_title, d.paid
FROM exchanged_award a
JOIN funded f ON f.programme = a.of_programme
LEFT JOIN programme p ON p.id = a.of_programme
LEFT JOIN (SELECT of_award, sum(net) AS paid FROM exchanged_payment GROUP BY of_award) d ON d.of_award = a.id
WHERE a.supplier IS NOT NULL AND coalesce(a.decided, a.agreed, a.starts) IS NOT NULL AND a.title IS NOT NULL AND a.amount IS NOT NULL
ORDER BY a.id
