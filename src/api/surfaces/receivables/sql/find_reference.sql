SELECT p.amount
FROM book.events AS e
JOIN views.payments AS p ON p.creditor_id = e.creditor_id AND p.sequence = e.sequence
WHERE e.creditor_id = $1 AND e.stream_id = $2 AND e.type = 'payment.received'
    AND p.external_id = $3 AND p.status NOT IN ('failed', 'reversed')
