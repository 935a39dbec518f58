UPDATE book.tokens SET used_at = $3
WHERE creditor_id = $1 AND token_hash = $2 AND kind = 'refresh' AND used_at IS NULL
