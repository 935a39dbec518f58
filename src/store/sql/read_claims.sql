-- For OFFSET 0 see read_requests.sql.
SELECT c.creditor_id, c.kind, c.name, c.stream_id
FROM unnest($1::uuid[], $2::text[], $3::text[]) AS k (creditor_id, kind, name)
CROSS JOIN LATERAL (
    SELECT creditor_id, kind, name, stream_id
    FROM book.claims
    WHERE creditor_id = k.creditor_id AND kind = k.kind AND name = k.name
    OFFSET 0
) AS c
