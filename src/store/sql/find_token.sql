SELECT creditor_id, kind, subject_id, family_id, scopes, issued_at, expires_at, used_at
FROM book.tokens
WHERE token_hash = $1
