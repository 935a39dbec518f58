INSERT INTO views.plans (creditor_id, plan_id, account_id, sequence, part, consumer_id, origin,
    status, created_at, updated_at, approved_at, rejected_at, deactivated_at, rejected_by, link_hash,
    sealed, terms)
SELECT creditor_id, plan_id, account_id, sequence, part, consumer_id, origin, status, created_at,
    updated_at, approved_at, rejected_at, deactivated_at, rejected_by, decode(link, 'hex'), sealed,
    terms::json
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::integer[], $6::uuid[], $7::text[],
    $8::text[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[],
    $13::timestamptz[], $14::text[], $15::text[], $16::text[], $17::text[])
    AS n (creditor_id, plan_id, account_id, sequence, part, consumer_id, origin, status, created_at,
        updated_at, approved_at, rejected_at, deactivated_at, rejected_by, link, sealed, terms)
