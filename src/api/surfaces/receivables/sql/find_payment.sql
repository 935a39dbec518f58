SELECT status
FROM views.payments
WHERE creditor_id = $1 AND account_id = $2 AND payment_id = $3
