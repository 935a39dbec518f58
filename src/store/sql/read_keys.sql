-- For OFFSET 0 see read_requests.sql.
SELECT c.creditor_id, c.consumer_id
FROM unnest($1::uuid[], $2::uuid[]) AS k (creditor_id, consumer_id)
CROSS JOIN LATERAL (
    SELECT creditor_id, consumer_id
    FROM book.consumer_keys
    WHERE creditor_id = k.creditor_id AND consumer_id = k.consumer_id
    OFFSET 0
) AS c
