INSERT INTO views.payments (creditor_id, payment_id, sequence, account_id, amount, fees, interest,
    principal, overpayment, refunded, effective_date, recorded_at, method, status, external_id)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::date[], $12::timestamptz[],
    $13::text[], $14::text[], $15::text[])
