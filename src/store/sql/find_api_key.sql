SELECT creditor_id, key_id, name, prefix, role, scopes, created_at, expires_at, revoked_at,
    last_used_at
FROM book.api_keys
WHERE key_hash = $1
