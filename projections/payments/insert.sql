INSERT INTO views.payments (creditor_id, payment_id, sequence, account_id, amount, fees, interest,
    principal, overpayment, refunded, effective_date, recorded_at, method, status, external_id)
SELECT * FROM unnest($1::book.payment_row[])
