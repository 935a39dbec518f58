INSERT INTO delivery.endpoints (creditor_id, webhook_id, sequence)
SELECT creditor_id, webhook_id, sequence FROM views.webhooks
WHERE creditor_id = $1 AND webhook_id = $2
ON CONFLICT DO NOTHING
