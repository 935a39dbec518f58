SELECT sequence, hash, recorded_at FROM book.books WHERE creditor_id = $1
