-- An account's entries go by their own index.
SELECT sequence, recorded_at, effective_date, actor, request_id, type, account_id, outcome,
    payload::text AS payload
FROM views.audit
WHERE creditor_id = $1 AND account_id = $8 AND sequence < $2
    AND ($3::text IS NULL OR actor = $3)
    AND ($4::text IS NULL OR type = $4)
    AND ($5::timestamptz IS NULL OR recorded_at >= $5)
    AND ($6::timestamptz IS NULL OR recorded_at < $6)
ORDER BY sequence DESC LIMIT $7
