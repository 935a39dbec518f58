-- The sub-select with OFFSET 0 is planned by itself, and so always by its whole key: joined openly,
-- a plan made while the table is empty goes by creditor alone and reads its whole history.
SELECT r.creditor_id, r.request_id, r.digest, r.status, r.body
FROM unnest($1::uuid[], $2::text[]) AS k (creditor_id, request_id)
CROSS JOIN LATERAL (
    SELECT creditor_id, request_id, digest, status, body
    FROM book.requests
    WHERE creditor_id = k.creditor_id AND request_id = k.request_id
    OFFSET 0
) AS r
