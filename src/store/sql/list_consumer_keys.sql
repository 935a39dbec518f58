SELECT consumer_id, wrapped_key FROM book.consumer_keys
WHERE creditor_id = $1 AND consumer_id > $2
ORDER BY consumer_id
LIMIT $3
