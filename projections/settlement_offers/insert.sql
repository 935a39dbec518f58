INSERT INTO views.settlement_offers (creditor_id, sequence, offer_id, account_id, amount, balance,
    tier, status, offered_on, offered_at, expires_on, accepted_at)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[],
    $7::text[], $8::text[], $9::date[], $10::timestamptz[], $11::date[], $12::timestamptz[])
