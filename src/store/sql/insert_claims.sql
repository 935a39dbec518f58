INSERT INTO book.claims (creditor_id, kind, name, stream_id)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[])
