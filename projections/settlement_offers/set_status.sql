UPDATE views.settlement_offers AS o
SET amount = n.amount, counter_amount = n.counter_amount, balance = n.balance, status = n.status,
    expires_on = n.expires_on, accepted_at = coalesce(n.accepted_at, o.accepted_at)
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[],
    $7::date[], $8::timestamptz[])
    AS n (creditor_id, sequence, amount, counter_amount, balance, status, expires_on, accepted_at)
WHERE o.creditor_id = n.creditor_id AND o.sequence = n.sequence
