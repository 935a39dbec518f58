INSERT INTO views.recurring_payments (creditor_id, recurring_id, account_id, sequence, amount, method,
    frequency, start_date, end_date, recorded_as, instrument_id, status, next_date, created_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[],
    $7::text[], $8::date[], $9::date[], $10::text[], $11::uuid[], $12::text[], $13::date[],
    $14::timestamptz[])
