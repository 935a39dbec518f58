-- Of endpoints that have been removed, which are few.
DELETE FROM delivery.messages WHERE (creditor_id, message_id) IN (
    SELECT m.creditor_id, m.message_id
    FROM views.webhooks AS w
    CROSS JOIN LATERAL (
        SELECT creditor_id, message_id FROM delivery.messages
        WHERE creditor_id = w.creditor_id AND webhook_id = w.webhook_id AND state = 'pending'
            AND due_at < $1
        ORDER BY due_at
        LIMIT $2
        FOR UPDATE SKIP LOCKED
    ) AS m
    WHERE w.webhook IS NULL
    LIMIT $2)
