SELECT hash FROM book.events WHERE creditor_id = $1 AND sequence = $2
