UPDATE views.settlement_offers AS o
SET status = n.status, accepted_at = coalesce(n.accepted_at, o.accepted_at)
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[])
    AS n (creditor_id, sequence, status, accepted_at)
WHERE o.creditor_id = n.creditor_id AND o.sequence = n.sequence
