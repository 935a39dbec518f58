SELECT j.sequence, j.line, j.debit, j.credit, j.amount, j.effective_date AS line_date,
    e.type, e.stream_id, e.recorded_at, e.effective_date, a.terms ->> 'currency' AS currency
FROM views.journal AS j
JOIN book.events AS e ON e.creditor_id = $1 AND e.sequence = j.sequence
JOIN views.accounts AS a ON a.creditor_id = $1 AND a.account_id = e.stream_id
WHERE j.creditor_id = $1 AND j.sequence = ANY (($2::text[])::bigint[])
ORDER BY j.sequence, j.line
