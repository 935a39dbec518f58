SELECT p.payment_id, p.account_id, p.amount, p.fees, p.interest, p.principal, p.overpayment,
    p.refunded, p.effective_date, p.recorded_at, p.method, p.status, p.external_id,
    $3::text AS currency
FROM book.events e
JOIN views.payments p ON p.creditor_id = e.creditor_id AND p.sequence = e.sequence
WHERE e.creditor_id = $1 AND e.stream_id = $2 AND e.type = 'payment.received'
ORDER BY e.sequence
