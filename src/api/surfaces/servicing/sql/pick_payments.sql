SELECT p.payment_id, p.account_id, p.amount, p.fees, p.interest, p.principal, p.overpayment,
    p.refunded, p.effective_date, p.recorded_at, p.method, p.status, p.external_id,
    a.terms ->> 'currency' AS currency
FROM views.payments p
JOIN views.accounts a USING (creditor_id, account_id)
WHERE p.creditor_id = $1 AND p.payment_id = ANY (($2::text[])::uuid[])
ORDER BY p.sequence
