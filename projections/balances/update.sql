-- Not an upsert: that looks for the row a second time, and locks it before it writes it.
UPDATE views.balances AS b
SET sequence = n.sequence, as_of = n.as_of, principal = n.principal, interest = n.interest,
    fees = n.fees, overpayment = n.overpayment, disbursed = n.disbursed,
    interest_applied = n.interest_applied, carried_interest = n.carried_interest::numeric,
    segment_start = n.segment_start, annual_rate = n.annual_rate,
    charged_off_on = n.charged_off_on, updated_at = n.updated_at
FROM unnest($1::book.balance_row[]) AS n
WHERE b.creditor_id = n.creditor_id AND b.account_id = n.account_id
