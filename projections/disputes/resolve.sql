UPDATE views.disputes AS d
SET outcome = n.outcome, resolved_on = n.resolved_on, resolved_at = n.resolved_at,
    resolution_sealed = n.resolution_sealed
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::date[], $5::timestamptz[], $6::text[])
    AS n (creditor_id, sequence, outcome, resolved_on, resolved_at, resolution_sealed)
WHERE d.creditor_id = n.creditor_id AND d.sequence = n.sequence
