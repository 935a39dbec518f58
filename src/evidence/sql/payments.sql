SELECT p.sequence, p.payment_id, p.account_id, a.terms ->> 'currency' AS currency, p.amount,
    p.fees, p.interest, p.principal, p.overpayment, p.refunded, p.effective_date, p.recorded_at,
    p.method, p.status, p.external_id
FROM views.payments AS p
JOIN views.accounts AS a USING (creditor_id, account_id)
WHERE p.creditor_id = $1 AND p.sequence BETWEEN $2 AND $3
ORDER BY p.sequence
