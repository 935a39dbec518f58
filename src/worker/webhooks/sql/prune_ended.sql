DELETE FROM delivery.messages WHERE (creditor_id, message_id) IN (
    SELECT creditor_id, message_id FROM delivery.messages WHERE finished_at < $1
    LIMIT $2 FOR UPDATE SKIP LOCKED)
