SELECT j.sequence, j.line, j.debit, j.credit, j.amount, j.effective_date AS line_date,
    e.type, e.stream_id, e.recorded_at, e.effective_date, a.terms ->> 'currency' AS currency
FROM (
    SELECT DISTINCT sequence FROM views.journal
    WHERE creditor_id = $1
    ORDER BY sequence ASC
    LIMIT $2 OFFSET $3
) AS page
JOIN views.journal AS j ON j.creditor_id = $1 AND j.sequence = page.sequence
JOIN book.events AS e ON e.creditor_id = $1 AND e.sequence = j.sequence
JOIN views.accounts AS a ON a.creditor_id = $1 AND a.account_id = e.stream_id
ORDER BY j.sequence ASC, j.line
