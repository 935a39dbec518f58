-- What was told anew of consumers by the moment $2.
SELECT e.stream_id, e.sequence, e.type, e.recorded_at, e.effective_date, e.actor, who.role,
    NULL::text AS reason, erased.at IS NOT NULL AS erased
FROM book.events AS e
LEFT JOIN LATERAL (
    SELECT x.recorded_at AS at
    FROM views.consumers AS c
    JOIN book.events AS x ON x.creditor_id = $1 AND x.sequence = c.erased_sequence
    WHERE c.creditor_id = $1 AND c.consumer_id = e.stream_id AND x.recorded_at <= $2
) AS erased ON true
LEFT JOIN book.actors AS who ON who.creditor_id = $1 AND who.actor = e.actor
WHERE e.creditor_id = $1 AND e.recorded_at <= $2 AND e.type = 'consumer.particulars_given'
ORDER BY e.sequence
