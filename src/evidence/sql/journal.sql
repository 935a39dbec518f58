SELECT j.sequence, j.line, e.type, e.stream_id AS account_id, j.effective_date, e.recorded_at,
    j.debit, j.credit, a.terms ->> 'currency' AS currency, j.amount
FROM views.journal AS j
JOIN book.events AS e USING (creditor_id, sequence)
JOIN views.accounts AS a ON a.creditor_id = e.creditor_id AND a.account_id = e.stream_id
WHERE j.creditor_id = $1 AND j.sequence BETWEEN $2 AND $3
ORDER BY j.sequence, j.line
