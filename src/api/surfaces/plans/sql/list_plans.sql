SELECT p.plan_id
FROM views.plans AS p
WHERE p.creditor_id = $1 AND p.part = 0 AND p.sequence > $2
    AND ($3::bigint[] IS NULL OR p.sequence = ANY ($3))
    AND ($4::uuid[] IS NULL OR p.consumer_id = ANY ($4))
    AND ($5::text[] IS NULL OR EXISTS (
        SELECT 1 FROM views.accounts AS a
        WHERE a.creditor_id = p.creditor_id AND a.account_id = p.account_id
            AND a.details->>'borrower_id' = ANY ($5)))
    AND ($6::timestamptz IS NULL OR EXISTS (
        SELECT 1 FROM views.plans AS part
        WHERE part.creditor_id = p.creditor_id AND part.plan_id = p.plan_id
            AND part.updated_at > $6))
ORDER BY p.sequence
LIMIT $7
