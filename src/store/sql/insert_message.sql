INSERT INTO delivery.messages (creditor_id, message_id, webhook_id, topic, body, state, due_at,
    created_at)
VALUES ($1, $2, $3, $4, $5, 'pending', $6, $6)
