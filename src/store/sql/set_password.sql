UPDATE book.users SET password_hash = $3, valid_from = $4
WHERE creditor_id = $1 AND user_id = $2
