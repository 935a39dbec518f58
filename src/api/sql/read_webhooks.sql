SELECT webhook::text
FROM views.webhooks
WHERE creditor_id = $1 AND webhook IS NOT NULL
ORDER BY sequence
