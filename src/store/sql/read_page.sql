SELECT sequence, stream_id, type, version, effective_date, recorded_at, actor, request_id,
    payload::text AS payload, hash
FROM book.events
WHERE creditor_id = $1 AND sequence > $2
ORDER BY sequence
LIMIT $3
