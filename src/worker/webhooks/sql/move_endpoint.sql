UPDATE delivery.endpoints SET sequence = $3 WHERE creditor_id = $1 AND webhook_id = $2
