INSERT INTO views.balances AS b (creditor_id, account_id, sequence, as_of, principal, interest,
    fees, overpayment, disbursed, interest_applied, carried_interest, segment_start,
    annual_rate, charged_off_on, updated_at)
SELECT creditor_id, account_id, sequence, as_of, principal, interest, fees, overpayment, disbursed,
    interest_applied, carried_interest::numeric, segment_start, annual_rate, charged_off_on,
    updated_at
FROM unnest($1::book.balance_row[])
ON CONFLICT (creditor_id, account_id) DO UPDATE SET
    sequence = excluded.sequence, as_of = excluded.as_of, principal = excluded.principal,
    interest = excluded.interest, fees = excluded.fees, overpayment = excluded.overpayment,
    disbursed = excluded.disbursed, interest_applied = excluded.interest_applied,
    carried_interest = excluded.carried_interest, segment_start = excluded.segment_start,
    annual_rate = excluded.annual_rate, charged_off_on = excluded.charged_off_on,
    updated_at = excluded.updated_at
