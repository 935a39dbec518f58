SELECT r.recurring_id, r.account_id, r.amount, r.method, r.frequency, r.start_date, r.end_date,
    r.recorded_as, r.instrument_id, r.status, r.next_date, r.created_at
FROM views.recurring_payments AS r
WHERE r.creditor_id = $1 AND r.account_id = $2
ORDER BY r.sequence
