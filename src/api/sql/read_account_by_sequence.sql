SELECT a.account_id, a.sequence, a.consumer_id, a.number, a.condition, a.approved_principal, a.opened_on,
    a.created_at, a.terms::text AS terms, a.details::text AS details, a.sealed, k.wrapped_key,
    b.as_of, b.principal, b.interest, b.fees, b.overpayment, b.disbursed,
    b.interest_applied, b.annual_rate,
    b.carried_interest::text AS carried_interest, b.segment_start, b.charged_off_on, b.updated_at
FROM views.accounts AS a
JOIN views.balances AS b ON b.creditor_id = a.creditor_id AND b.account_id = a.account_id
LEFT JOIN book.consumer_keys AS k
    ON k.creditor_id = a.creditor_id AND k.consumer_id = a.consumer_id
WHERE a.creditor_id = $1 AND a.sequence = $2
