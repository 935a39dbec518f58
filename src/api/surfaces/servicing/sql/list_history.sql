SELECT sequence, type, effective_date, recorded_at, actor, request_id, payload::text AS payload
FROM book.events
WHERE creditor_id = $1 AND stream_id = $2
ORDER BY sequence
