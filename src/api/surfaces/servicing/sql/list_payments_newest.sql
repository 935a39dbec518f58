SELECT p.payment_id, p.account_id, p.amount, p.fees, p.interest, p.principal, p.overpayment,
    p.refunded, p.effective_date, p.recorded_at, p.method, p.status, p.external_id,
    a.terms ->> 'currency' AS currency
FROM (
    SELECT * FROM views.payments
    WHERE creditor_id = $1 AND ($2::text IS NULL OR status = $2)
    ORDER BY sequence DESC
    LIMIT $3 OFFSET $4
) p
JOIN views.accounts a USING (creditor_id, account_id)
ORDER BY p.sequence DESC
