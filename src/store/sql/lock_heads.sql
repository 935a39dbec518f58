-- In the order in which book.advance takes them.
SELECT creditor_id, sequence, hash, recorded_at FROM book.books
WHERE creditor_id = ANY ($1) ORDER BY creditor_id FOR UPDATE
