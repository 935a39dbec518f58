INSERT INTO views.due (creditor_id, account_id, sequence, due_on)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::date[])
ON CONFLICT (creditor_id, account_id) DO UPDATE
SET sequence = excluded.sequence, due_on = excluded.due_on
