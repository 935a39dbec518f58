SELECT stream_id, sequence, type, version, payload::text
FROM book.events
WHERE creditor_id = $1 AND stream_id = ANY ($2)
ORDER BY sequence
