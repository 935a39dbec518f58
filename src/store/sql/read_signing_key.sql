-- The newest is the one that signs; those before it are kept to be shown.
SELECT public_key, sealed_key FROM book.signing_keys
WHERE creditor_id = $1 ORDER BY created_at DESC, public_key LIMIT 1
