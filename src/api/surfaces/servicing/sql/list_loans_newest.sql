SELECT a.account_id, a.number, a.status, a.approved_principal, a.opened_on, a.created_at,
    a.terms::text AS terms, a.details::text AS details, b.as_of, b.principal, b.interest, b.fees,
    b.overpayment, b.disbursed, b.interest_applied, b.annual_rate,
    b.carried_interest::text AS carried_interest, b.segment_start,
    b.charged_off_on, d.oldest_unpaid
FROM (
    SELECT * FROM views.accounts
    WHERE creditor_id = $1 AND ($2::text IS NULL OR status = $2)
    ORDER BY sequence DESC
    LIMIT $3 OFFSET $4
) a
JOIN views.balances b USING (creditor_id, account_id)
LEFT JOIN LATERAL (
    SELECT oldest_unpaid FROM views.delinquencies AS d
    WHERE d.creditor_id = a.creditor_id AND d.account_id = a.account_id
        AND d.until IS NULL
    ORDER BY d.sequence DESC
    LIMIT 1
) AS d ON true
ORDER BY a.sequence DESC
