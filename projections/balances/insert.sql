INSERT INTO views.balances (creditor_id, account_id, sequence, as_of, principal, interest,
    fees, overpayment, disbursed, interest_applied, carried_interest, segment_start,
    annual_rate, charged_off_on, updated_at)
SELECT creditor_id, account_id, sequence, as_of, principal, interest, fees, overpayment, disbursed,
    interest_applied, carried_interest::numeric, segment_start, annual_rate, charged_off_on,
    updated_at
FROM unnest($1::book.balance_row[])
