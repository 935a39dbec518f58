INSERT INTO book.origins (creditor_id, origin_id, address, user_agent, first_seen_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
