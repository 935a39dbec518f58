INSERT INTO delivery.endpoints (creditor_id, webhook_id, sequence) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
