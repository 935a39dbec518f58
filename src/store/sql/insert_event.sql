INSERT INTO book.events (creditor_id, sequence, stream_id, version, effective_date, recorded_at,
    type, actor, request_id, origin, payload, hash)
VALUES ($1, $2, $1, $3, $4, $5, $6, $7, $11, $10, $8::text::json, $9)
