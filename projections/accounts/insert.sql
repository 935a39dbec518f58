INSERT INTO views.accounts (creditor_id, account_id, sequence, consumer_id, number, status, condition,
    product, approved_principal, opened_on, created_at, terms, details, sealed)
SELECT creditor_id, account_id, sequence, consumer_id, number, status, condition, product,
    approved_principal, opened_on, created_at, terms::json, details::json, sealed
FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::bigint[], $10::date[], $11::timestamptz[], $12::text[], $13::text[],
    $14::text[])
    AS n (creditor_id, account_id, sequence, consumer_id, number, status, condition, product,
        approved_principal, opened_on, created_at, terms, details, sealed)
