SELECT c.consumer_id, c.external_id, c.created_at, c.updated_at, c.sealed, k.wrapped_key
FROM views.consumers AS c
JOIN book.consumer_keys AS k
    ON k.creditor_id = c.creditor_id AND k.consumer_id = c.consumer_id
WHERE c.creditor_id = $1 AND c.consumer_id = $2
    AND (c.removed_sequence IS NULL OR c.removed_sequence < c.restored_sequence)
