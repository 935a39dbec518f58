SELECT sequence, recorded_at FROM book.events WHERE creditor_id = $1 AND sequence = ANY ($2)
