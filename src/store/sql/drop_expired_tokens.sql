DELETE FROM book.tokens
WHERE creditor_id = $1 AND expires_at < $2
