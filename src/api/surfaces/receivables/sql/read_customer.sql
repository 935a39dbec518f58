-- The newest account tells what is known of them last.
SELECT a.consumer_id, a.sealed, k.wrapped_key
FROM views.accounts AS a
JOIN book.consumer_keys AS k
    ON k.creditor_id = a.creditor_id AND k.consumer_id = a.consumer_id
WHERE a.creditor_id = $1 AND a.consumer_id = $2
ORDER BY a.sequence DESC
LIMIT 1
