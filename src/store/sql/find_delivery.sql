SELECT 1 FROM delivery.messages WHERE creditor_id = $1 AND webhook_id = $2 AND message_id = $3
