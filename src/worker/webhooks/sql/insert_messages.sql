INSERT INTO delivery.messages (creditor_id, message_id, webhook_id, sequence, topic, body, state,
    due_at, created_at)
SELECT $1, message_id, $2, sequence, topic, body, 'pending', $7, $7
FROM unnest($3::uuid[], $4::bigint[], $5::text[], $6::text[])
    AS n (message_id, sequence, topic, body)
ON CONFLICT DO NOTHING
