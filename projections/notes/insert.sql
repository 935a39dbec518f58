INSERT INTO views.notes (creditor_id, account_id, sequence, note_id, sealed)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[])
