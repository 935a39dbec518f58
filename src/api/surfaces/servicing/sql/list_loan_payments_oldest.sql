SELECT p.payment_id, p.account_id, p.amount, p.fees, p.interest, p.principal, p.overpayment,
    p.refunded, p.effective_date, p.recorded_at, p.method, p.status, p.external_id,
    $6::text AS currency, count(*) OVER () AS total
FROM book.events e
JOIN views.payments p ON p.creditor_id = e.creditor_id AND p.sequence = e.sequence
WHERE e.creditor_id = $1 AND e.stream_id = $5 AND e.type = 'payment.received'
    AND ($2::text IS NULL OR p.status = $2)
ORDER BY e.sequence ASC
LIMIT $3 OFFSET $4
