-- The sub-selects with OFFSET 0 are planned by themselves, and so always by their whole key: joined
-- openly, a plan made while the table is empty goes by creditor alone and reads its whole history.
SELECT r.creditor_id, r.request_id, r.digest, r.status, r.body, r.sequence, e.stream_id, e.type,
    e.version, e.recorded_at, e.payload::text
FROM unnest($1::uuid[], $2::text[]) AS k (creditor_id, request_id)
CROSS JOIN LATERAL (
    SELECT creditor_id, request_id, digest, status, body, sequence
    FROM book.requests
    WHERE creditor_id = k.creditor_id AND request_id = k.request_id
    OFFSET 0
) AS r
LEFT JOIN LATERAL (
    SELECT stream_id, type, version, recorded_at, payload
    FROM book.events
    WHERE creditor_id = r.creditor_id AND sequence = r.sequence
    OFFSET 0
) AS e ON true
