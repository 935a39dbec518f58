SELECT creditor_id, key_id, role, scopes, expires_at, revoked_at
FROM book.api_keys
WHERE key_hash = $1
