COPY (
    SELECT sequence, stream_id, type, version, effective_date, recorded_at, actor, request_id, origin,
        payload, hash
    FROM book.events
    WHERE creditor_id = '$creditor' AND sequence > $after AND sequence <= $until
    ORDER BY sequence
) TO STDOUT (FORMAT binary)
