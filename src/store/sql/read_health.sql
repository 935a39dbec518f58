SELECT failures, last_delivered_at, last_error FROM delivery.endpoints
WHERE creditor_id = $1 AND webhook_id = $2
