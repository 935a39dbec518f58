INSERT INTO views.settlement_offers (creditor_id, sequence, offer_id, account_id, amount,
    counter_amount, balance, tier, status, offered_on, offered_at, expires_on, accepted_at)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::text[], $9::text[], $10::date[], $11::timestamptz[], $12::date[],
    $13::timestamptz[])
