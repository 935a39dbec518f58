SELECT creditor_id, user_id, email, name, role, created_at, valid_from, disabled_at
FROM book.users
WHERE creditor_id = $1 AND user_id = $2
