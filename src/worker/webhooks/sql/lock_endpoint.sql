SELECT sequence FROM delivery.endpoints WHERE creditor_id = $1 AND webhook_id = $2
FOR UPDATE SKIP LOCKED
