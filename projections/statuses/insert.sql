INSERT INTO views.statuses (creditor_id, account_id, sequence, status, effective_date, recorded_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::date[],
    $6::timestamptz[])
