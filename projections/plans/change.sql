UPDATE views.plans AS p
SET status = n.status, updated_at = n.updated_at,
    approved_at = coalesce(n.approved_at, p.approved_at),
    rejected_at = coalesce(n.rejected_at, p.rejected_at),
    deactivated_at = coalesce(n.deactivated_at, p.deactivated_at),
    rejected_by = coalesce(n.rejected_by, p.rejected_by), terms = n.terms::json
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[],
    $7::timestamptz[], $8::timestamptz[], $9::text[], $10::text[])
    AS n (creditor_id, plan_id, account_id, status, updated_at, approved_at, rejected_at,
        deactivated_at, rejected_by, terms)
WHERE p.creditor_id = n.creditor_id AND p.plan_id = n.plan_id AND p.account_id = n.account_id
