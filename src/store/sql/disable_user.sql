UPDATE book.users SET disabled_at = $3
WHERE creditor_id = $1 AND user_id = $2 AND disabled_at IS NULL
