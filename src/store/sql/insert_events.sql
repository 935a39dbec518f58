INSERT INTO book.events (creditor_id, sequence, stream_id, version, effective_date, recorded_at,
    type, actor, request_id, origin, payload, hash)
SELECT * FROM unnest($1::book.event_row[])
