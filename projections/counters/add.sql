INSERT INTO views.counters AS c (creditor_id, name, value)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[])
ON CONFLICT (creditor_id, name) DO UPDATE SET value = c.value + excluded.value
