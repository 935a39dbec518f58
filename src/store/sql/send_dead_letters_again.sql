UPDATE delivery.messages
SET state = 'pending', due_at = $3, finished_at = NULL, attempts_before = attempts
WHERE creditor_id = $1 AND webhook_id = $2 AND state = 'dead'
