SELECT stream_id, type FROM book.events WHERE creditor_id = $1 AND sequence > $2
