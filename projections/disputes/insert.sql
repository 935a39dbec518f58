INSERT INTO views.disputes (creditor_id, sequence, dispute_id, account_id, amount, filed_on, filed_at,
    sealed, outcome, resolved_on, resolved_at, resolution_sealed)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::bigint[], $6::date[],
    $7::timestamptz[], $8::text[], $9::text[], $10::date[], $11::timestamptz[], $12::text[])
