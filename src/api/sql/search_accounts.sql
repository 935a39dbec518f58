SELECT a.account_id, a.sequence, a.consumer_id, a.number, a.condition, a.approved_principal, a.opened_on,
    a.created_at, a.terms::text AS terms, a.details::text AS details, a.sealed, k.wrapped_key,
    b.as_of, b.principal, b.interest, b.fees, b.overpayment, b.disbursed,
    b.interest_applied, b.annual_rate,
    b.carried_interest::text AS carried_interest, b.segment_start, b.charged_off_on, b.updated_at
FROM (
    SELECT account_id
    FROM (
        SELECT account_id, sequence, condition FROM views.accounts
        WHERE creditor_id = $1 AND account_id = $2
        UNION
        SELECT a.account_id, a.sequence, a.condition FROM book.claims AS c
        JOIN views.accounts AS a ON a.creditor_id = c.creditor_id AND a.account_id = c.stream_id
        WHERE c.creditor_id = $1 AND c.kind = 'account_number' AND c.name = $3
        UNION
        SELECT a.account_id, a.sequence, a.condition FROM book.consumer_keys AS k
        JOIN views.accounts AS a ON a.creditor_id = k.creditor_id AND a.consumer_id = k.consumer_id
        WHERE k.creditor_id = $1 AND k.last4_hash = $4
    ) AS found
    WHERE ($5::text[] IS NULL OR condition = ANY ($5)) AND sequence < $6
    ORDER BY sequence DESC LIMIT $7
) AS page
JOIN views.accounts AS a ON a.creditor_id = $1 AND a.account_id = page.account_id
JOIN views.balances AS b ON b.creditor_id = a.creditor_id AND b.account_id = a.account_id
LEFT JOIN book.consumer_keys AS k
    ON k.creditor_id = a.creditor_id AND k.consumer_id = a.consumer_id
ORDER BY a.sequence DESC
