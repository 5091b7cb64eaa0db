-- One row per contracting process: a call with its awards, or an award that came without one.
WITH paid AS (
  SELECT
    p.of_award AS award, c.id AS contract,
    list({'id': p.id, 'day': p.paid, 'amount': p.net, 'payee': CASE WHEN o.party IS NULL THEN {'id': NULL, 'name': p.payee_name, 'person': false, 'number': NULL} ELSE o.party END} ORDER BY p.id) AS transactions
  FROM exchanged_payment p
  JOIN selected_award a ON a.id = p.of_award
  LEFT JOIN selected_commitment c ON c.id = p.commitment AND c.award = p.of_award
  LEFT JOIN party o ON o.of = p.payee
  GROUP BY ALL
), contracted AS (
  SELECT c.award, c.id, c.agreed, c.amount, c.bidders, c.procedure, p.transactions
  FROM selected_commitment c LEFT JOIN paid p ON p.contract = c.id AND p.award = c.award WHERE c.award IS NOT NULL
  UNION ALL
  -- Paid on an award under no contract that is known: the standard has no other place for it than a contract.
  SELECT award, award || '/paid', NULL, NULL, NULL, NULL, transactions FROM paid WHERE contract IS NULL
), contract AS (
  SELECT award, list({'id': id, 'award': award, 'signed': agreed, 'amount': amount, 'transactions': transactions} ORDER BY id) AS contracts,
    min(bidders) AS least_bidders, max(bidders) AS most_bidders, max(procedure) AS procedure
  FROM contracted GROUP BY award
), planned AS (
  SELECT award, sum(initial)::BIGINT AS amount FROM selected_budget WHERE award IS NOT NULL GROUP BY award
), awarded AS (
  SELECT
    a.process, min(a.of_programme) AS programme, sum(b.amount)::BIGINT AS budget,
    list({'id': a.id, 'title': a.title, 'note': a.note, 'decided': a.decided, 'starts': a.starts, 'ends': a.ends, 'amount': a.amount, 'supplier': a.supplier} ORDER BY a.id) AS awards,
    flatten(list(c.contracts ORDER BY a.id) FILTER (c.contracts IS NOT NULL)) AS contracts,
    min(c.least_bidders) AS least_bidders, max(c.most_bidders) AS most_bidders, max(c.procedure) AS procedure
  FROM exchanged_award a LEFT JOIN contract c ON c.award = a.id LEFT JOIN planned b ON b.award = a.id
  GROUP BY a.process
), applied AS (
  SELECT a.call, list({'id': a.id, 'day': a.applied, 'amount': a.amount, 'tenderer': o.party} ORDER BY a.id) AS bids
  FROM selected_application a LEFT JOIN party o ON o.of = a.applicant GROUP BY a.call
)
SELECT
  coalesce(w.process, c.id) AS process, c.id AS call, c.title, c.opened, c.closed, c.ceiling, b.bids, w.awards, w.contracts, w.budget,
  CASE WHEN w.least_bidders = w.most_bidders THEN w.most_bidders END AS bidders, w.procedure,
  p.id AS programme, p.title AS programme_title, f.funder AS buyer
FROM awarded w
FULL JOIN selected_call c ON c.id = w.process
LEFT JOIN applied b ON b.call = c.id
LEFT JOIN programme p ON p.id = coalesce(c.programme, w.programme)
LEFT JOIN funded f ON f.programme = p.id
ORDER BY process
