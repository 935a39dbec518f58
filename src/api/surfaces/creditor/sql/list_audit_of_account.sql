-- An account's entries go by their own index.
SELECT sequence, recorded_at, effective_date, actor, request_id, type, account_id, outcome,
    payload::text AS payload
FROM views.audit
WHERE creditor_id = $1 AND account_id = $12 AND sequence < $2
    AND ($3::text IS NULL OR actor = $3)
    AND ($4::text IS NULL OR type = $4)
    AND ($5::timestamptz IS NULL OR recorded_at >= $5)
    AND ($6::timestamptz IS NULL OR recorded_at < $6)
    -- An event's amount is in minor units of its account's currency.
    AND ($8::text IS NULL AND $9::text IS NULL OR EXISTS (
        SELECT FROM views.accounts AS a
        WHERE a.creditor_id = $1 AND a.account_id = audit.account_id
            AND (audit.payload ->> 'amount')::numeric
                / CASE WHEN a.terms ->> 'currency' = ANY ($10::text[]) THEN 1
                    WHEN a.terms ->> 'currency' = ANY ($11::text[]) THEN 1000 ELSE 100 END
                BETWEEN coalesce($8::text, '-infinity')::numeric
                    AND coalesce($9::text, 'infinity')::numeric))
ORDER BY sequence DESC LIMIT $7
