SELECT m.message_id, m.sequence, m.topic, m.body, m.state, m.attempts, m.due_at, m.created_at,
    m.finished_at, a.status AS last_status, a.error AS last_error
FROM delivery.messages AS m
LEFT JOIN delivery.attempts AS a ON a.creditor_id = m.creditor_id
    AND a.message_id = m.message_id AND a.number = m.attempts
WHERE m.creditor_id = $1 AND m.webhook_id = $2 AND m.message_id < $3
    AND ($5::text IS NULL OR m.state = $5)
ORDER BY m.message_id DESC
LIMIT $4
