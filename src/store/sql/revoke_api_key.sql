UPDATE book.api_keys SET revoked_at = $3
WHERE creditor_id = $1 AND key_id = $2 AND revoked_at IS NULL
