DELETE FROM book.tokens
WHERE creditor_id = $1 AND family_id = $2
