INSERT INTO book.books (creditor_id, sequence, hash, recorded_at) VALUES ($1, 0, $2, $3)
