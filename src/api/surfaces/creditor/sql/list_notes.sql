SELECT n.note_id, n.sealed, e.actor, e.recorded_at
FROM views.notes AS n
JOIN book.events AS e ON e.creditor_id = n.creditor_id AND e.sequence = n.sequence
WHERE n.creditor_id = $1 AND n.account_id = $2
ORDER BY n.sequence
