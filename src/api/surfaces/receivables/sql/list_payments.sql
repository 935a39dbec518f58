SELECT p.payment_id, p.amount, p.method, p.external_id, p.status, p.recorded_at,
    (
        SELECT n.payload->>'sealed'
        FROM book.events AS n
        WHERE n.creditor_id = e.creditor_id AND n.stream_id = e.stream_id
            AND n.type = 'note.added' AND n.payload->>'about' = p.payment_id::text
        ORDER BY n.sequence
        LIMIT 1
    ) AS sealed_note
FROM book.events AS e
JOIN views.payments AS p ON p.creditor_id = e.creditor_id AND p.sequence = e.sequence
WHERE e.creditor_id = $1 AND e.stream_id = $2 AND e.type = 'payment.received'
ORDER BY e.sequence
