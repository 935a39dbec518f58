SELECT account_id, instrument_id, created_at FROM views.recurring_payments
WHERE creditor_id = $1 AND recurring_id = $2
