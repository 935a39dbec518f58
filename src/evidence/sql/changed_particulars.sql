-- What was told anew of consumers by the moment $2.
SELECT e.stream_id, e.sequence, e.type, e.recorded_at, e.effective_date, e.actor, who.role,
    NULL::text AS reason
FROM book.events AS e
LEFT JOIN book.actors AS who ON who.creditor_id = $1 AND who.actor = e.actor
WHERE e.creditor_id = $1 AND e.recorded_at <= $2 AND e.type = 'consumer.particulars_given'
ORDER BY e.sequence
