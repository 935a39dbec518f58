-- What was recorded of these streams by the moment $3, with who did it.
-- Each stream is read by its own key; see read_requests.sql for OFFSET 0.
SELECT e.stream_id, e.sequence, e.type, e.version, e.payload::text AS payload, e.recorded_at,
    e.effective_date, e.actor, who.role,
    CASE WHEN strpos(e.payload::text, '"reason":') > 0 THEN e.payload ->> 'reason' END AS reason
FROM unnest($2::uuid[]) AS k (stream_id)
CROSS JOIN LATERAL (
    SELECT stream_id, sequence, type, version, payload, recorded_at, effective_date, actor
    FROM book.events
    WHERE creditor_id = $1 AND stream_id = k.stream_id AND recorded_at <= $3
    OFFSET 0
) AS e
LEFT JOIN book.actors AS who ON who.creditor_id = $1 AND who.actor = e.actor
ORDER BY e.sequence
