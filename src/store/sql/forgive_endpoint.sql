UPDATE delivery.endpoints SET failures = 0 WHERE creditor_id = $1 AND webhook_id = $2
