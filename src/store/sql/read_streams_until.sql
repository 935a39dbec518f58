-- For OFFSET 0 see read_requests.sql.
SELECT e.stream_id, e.sequence, e.type, e.version, e.payload::text, e.recorded_at
FROM unnest($2::uuid[]) AS k (stream_id)
CROSS JOIN LATERAL (
    SELECT stream_id, sequence, type, version, payload, recorded_at
    FROM book.events
    WHERE creditor_id = $1 AND stream_id = k.stream_id AND sequence <= $3
    OFFSET 0
) AS e
ORDER BY e.sequence
