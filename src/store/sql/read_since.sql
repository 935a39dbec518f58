SELECT stream_id, sequence, type, version, payload::text
FROM book.events
WHERE creditor_id = $1 AND sequence > $2 AND sequence <= $3
ORDER BY sequence
