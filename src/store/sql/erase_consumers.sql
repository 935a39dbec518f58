WITH names AS (
    DELETE FROM book.claims AS c
    USING unnest($1::uuid[], $2::uuid[]) AS n (creditor_id, consumer_id)
    WHERE c.creditor_id = n.creditor_id AND c.stream_id = n.consumer_id
        AND c.kind IN ('consumer_email', 'consumer_external_id')
)
DELETE FROM book.consumer_keys AS k
USING unnest($1::uuid[], $2::uuid[]) AS n (creditor_id, consumer_id)
WHERE k.creditor_id = n.creditor_id AND k.consumer_id = n.consumer_id
