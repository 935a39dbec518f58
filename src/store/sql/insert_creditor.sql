INSERT INTO book.creditors (creditor_id, name, books, created_at) VALUES ($1, $2, $3, $4)
