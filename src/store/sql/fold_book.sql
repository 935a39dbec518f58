COPY (
    SELECT sequence, stream_id, version, recorded_at, type, payload
    FROM book.events
    WHERE creditor_id = '$creditor' AND sequence <= $until
    ORDER BY sequence
) TO STDOUT (FORMAT binary)
