SELECT a.account_id, a.sequence, a.consumer_id, a.number, a.opened_on, a.terms::text AS terms,
    k.wrapped_key, b.as_of, b.principal, b.interest, b.fees, b.overpayment, b.disbursed,
    b.interest_applied, b.annual_rate, b.carried_interest::text AS carried_interest, b.segment_start,
    b.charged_off_on
FROM views.accounts AS a
JOIN views.balances AS b ON b.creditor_id = a.creditor_id AND b.account_id = a.account_id
LEFT JOIN book.consumer_keys AS k
    ON k.creditor_id = a.creditor_id AND k.consumer_id = a.consumer_id
WHERE a.creditor_id = $1
    AND (a.number = ANY ($2) OR a.account_id = ANY ($3) OR a.sequence = ANY ($4))
ORDER BY a.opened_on, a.sequence
