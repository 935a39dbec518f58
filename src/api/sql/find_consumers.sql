SELECT n.name, c.consumer_id, c.external_id, c.sealed, k.wrapped_key
FROM book.claims AS n
JOIN views.consumers AS c ON c.creditor_id = n.creditor_id AND c.consumer_id = n.stream_id
LEFT JOIN book.consumer_keys AS k
    ON k.creditor_id = c.creditor_id AND k.consumer_id = c.consumer_id
WHERE n.creditor_id = $1 AND n.kind = $2 AND n.name = ANY ($3)
