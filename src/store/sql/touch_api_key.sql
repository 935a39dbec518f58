UPDATE book.api_keys SET last_used_at = greatest(last_used_at, $3)
WHERE creditor_id = $1 AND key_id = $2
