INSERT INTO delivery.attempts (creditor_id, message_id, number, started_at, took_ms, status, error)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::timestamptz[], $5::integer[],
    $6::smallint[], $7::text[])
ON CONFLICT DO NOTHING
