UPDATE delivery.messages AS m
SET attempts = m.attempts + 1, due_at = due.until
FROM (
    SELECT d.creditor_id, d.message_id, e.until
    FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::timestamptz[])
        AS e (creditor_id, webhook_id, room, until)
    CROSS JOIN LATERAL (
        SELECT creditor_id, message_id FROM delivery.messages
        WHERE creditor_id = e.creditor_id AND webhook_id = e.webhook_id AND state = 'pending'
            AND due_at <= $5
        ORDER BY due_at
        LIMIT e.room
        FOR UPDATE SKIP LOCKED
    ) AS d
) AS due
WHERE m.creditor_id = due.creditor_id AND m.message_id = due.message_id
RETURNING m.creditor_id, m.message_id, m.webhook_id, m.topic, m.body, m.attempts, m.attempts_before
