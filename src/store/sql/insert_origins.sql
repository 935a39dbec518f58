INSERT INTO book.origins (creditor_id, origin_id, salt, address, user_agent, first_seen_at)
SELECT n.*, $6 FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::inet[], $5::text[]) AS n
ON CONFLICT DO NOTHING
