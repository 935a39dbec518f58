UPDATE delivery.messages AS m
SET state = n.state, due_at = n.due_at, finished_at = n.finished_at
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[])
    AS n (creditor_id, message_id, state, due_at, finished_at)
WHERE m.creditor_id = n.creditor_id AND m.message_id = n.message_id AND m.state = 'pending'
