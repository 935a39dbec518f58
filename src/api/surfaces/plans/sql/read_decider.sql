SELECT name, NULL AS email FROM book.api_keys WHERE creditor_id = $1 AND key_id = $2
UNION ALL
SELECT name, email FROM book.users WHERE creditor_id = $1 AND user_id = $2
