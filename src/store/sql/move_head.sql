UPDATE book.books SET sequence = $2, hash = $3, recorded_at = $4 WHERE creditor_id = $1
