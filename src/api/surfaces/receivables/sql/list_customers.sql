-- The page is cut before the join, so that rows passed over cost an index entry each.
SELECT c.consumer_id, c.external_id, c.created_at, c.updated_at, c.sealed, k.wrapped_key
FROM (
    SELECT * FROM views.consumers
    WHERE creditor_id = $1 AND (removed_sequence IS NULL OR removed_sequence < restored_sequence)
    ORDER BY sequence DESC LIMIT $2 OFFSET $3
) AS c
LEFT JOIN book.consumer_keys AS k
    ON k.creditor_id = c.creditor_id AND k.consumer_id = c.consumer_id
ORDER BY c.sequence DESC
