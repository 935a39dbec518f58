-- An account's entries go by their own index.
SELECT audit.sequence, audit.recorded_at, audit.effective_date, audit.actor, who.role,
    host(origin.address) AS address, origin.user_agent, audit.request_id, audit.type,
    audit.account_id, audit.outcome, audit.payload::text AS payload
FROM views.audit
LEFT JOIN book.actors AS who ON who.creditor_id = $1 AND who.actor = audit.actor
LEFT JOIN book.origins AS origin
    ON origin.creditor_id = $1 AND origin.origin_id = audit.origin
WHERE audit.creditor_id = $1 AND audit.account_id = $12 AND audit.sequence < $2
    AND ($3::text IS NULL OR audit.actor = $3)
    AND ($4::text IS NULL OR audit.type = $4)
    AND ($5::timestamptz IS NULL OR audit.recorded_at >= $5)
    AND ($6::timestamptz IS NULL OR audit.recorded_at < $6)
    -- An event's amount is in minor units of its account's currency.
    AND ($8::text IS NULL AND $9::text IS NULL OR EXISTS (
        SELECT FROM views.accounts AS a
        WHERE a.creditor_id = $1 AND a.account_id = audit.account_id
            AND (audit.payload ->> 'amount')::numeric
                / CASE WHEN a.terms ->> 'currency' = ANY ($10::text[]) THEN 1
                    WHEN a.terms ->> 'currency' = ANY ($11::text[]) THEN 1000 ELSE 100 END
                BETWEEN coalesce($8::text, '-infinity')::numeric
                    AND coalesce($9::text, 'infinity')::numeric))
ORDER BY audit.sequence DESC LIMIT $7
