INSERT INTO book.tokens (creditor_id, token_hash, kind, subject_id, family_id, scopes, issued_at,
    expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
