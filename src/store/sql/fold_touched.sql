COPY (
    SELECT sequence, stream_id, version, recorded_at, type, payload
    FROM book.events
    WHERE creditor_id = '$creditor' AND sequence <= $until AND stream_id IN (
        SELECT stream_id FROM book.events
        WHERE creditor_id = '$creditor' AND sequence > $after AND sequence <= $until
    )
    ORDER BY sequence
) TO STDOUT (FORMAT binary)
