SELECT account_id, recorded_at FROM views.payments WHERE creditor_id = $1 AND payment_id = $2
