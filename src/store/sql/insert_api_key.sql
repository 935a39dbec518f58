INSERT INTO book.api_keys (creditor_id, key_id, name, prefix, key_hash, role, scopes, created_at,
    expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
