SELECT creditor_id, user_id, email, name, role, created_at, valid_from, disabled_at, password_hash
FROM book.users
WHERE email_hash = $1
ORDER BY created_at
LIMIT 8
