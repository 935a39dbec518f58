-- Events of the types $6 after the one with sequence $2, recorded by the moment $3 and in the days
-- from $4 to $5; the first $7 of them, with who recorded each.
SELECT e.stream_id, e.sequence, e.type, e.recorded_at, e.effective_date, e.actor, who.role,
    CASE WHEN strpos(e.payload::text, '"reason":') > 0 THEN e.payload ->> 'reason' END AS reason,
    EXISTS (
        SELECT FROM views.consumers AS c
        JOIN book.events AS x ON x.creditor_id = $1 AND x.sequence = c.erased_sequence
        WHERE c.creditor_id = $1 AND c.consumer_id = e.stream_id AND x.recorded_at <= $3
    ) AS erased
FROM book.events AS e
LEFT JOIN book.actors AS who ON who.creditor_id = $1 AND who.actor = e.actor
WHERE e.creditor_id = $1 AND e.sequence > $2 AND e.recorded_at <= $3 AND e.type = ANY ($6)
    AND ($4::date IS NULL OR e.recorded_at >= $4::date::timestamp AT TIME ZONE 'UTC')
    AND ($5::date IS NULL OR e.recorded_at < ($5::date + 1)::timestamp AT TIME ZONE 'UTC')
ORDER BY e.sequence
LIMIT $7
