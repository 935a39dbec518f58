INSERT INTO book.signing_keys (creditor_id, public_key, sealed_key, created_at)
VALUES ($1, $2, $3, $4)
