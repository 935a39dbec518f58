SELECT creditor_id, sequence, webhook::text FROM views.webhooks WHERE webhook IS NOT NULL
