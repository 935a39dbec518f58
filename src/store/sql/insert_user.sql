INSERT INTO book.users (creditor_id, user_id, email, email_hash, name, role, password_hash,
    created_at, valid_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
ON CONFLICT (creditor_id, email_hash) DO NOTHING
