-- The loans that fit a filter, in the order of a column: all of the creditor's are read.
-- Amounts are compared as they are shown, whatever their currency: $9 says how many thousandths the
-- minor unit of each currency is.
WITH wanted AS MATERIALIZED (
    SELECT a.account_id, a.sequence,
        CASE $5::text
            WHEN 'principal_amount' THEN a.approved_principal * unit
            WHEN 'disbursed_amount' THEN b.disbursed * unit
            WHEN 'interest_rate' THEN b.annual_rate
            WHEN 'start_date' THEN a.opened_on - DATE '2000-01-01'
        END AS number,
        CASE $5::text
            WHEN 'loan_number' THEN a.number
            WHEN 'status' THEN a.status
        END COLLATE "C" AS text
    FROM views.accounts a
    JOIN views.balances b USING (creditor_id, account_id)
    CROSS JOIN LATERAL (
        SELECT ($9::text::jsonb ->> (a.terms ->> 'currency'))::bigint AS unit
    ) AS units
    WHERE a.creditor_id = $1
        AND ($2::text IS NULL OR a.status = $2)
        AND ($3::text IS NULL OR a.number = $3)
        AND ($4::text = '{}' OR a.details::jsonb @> $4::text::jsonb)
), ordered AS (
    SELECT account_id, row_number() OVER (
            ORDER BY CASE WHEN $6 THEN -number ELSE number END,
                CASE WHEN NOT $6 THEN text END,
                CASE WHEN $6 THEN text END DESC,
                CASE WHEN $6 THEN -sequence ELSE sequence END
        ) AS place
    FROM wanted
    ORDER BY place
    LIMIT $7 OFFSET $8
)
SELECT counted.total, a.account_id, a.number, a.status, a.approved_principal, a.opened_on, a.created_at,
    a.terms::text AS terms, a.details::text AS details, b.as_of, b.principal, b.interest, b.fees,
    b.overpayment, b.disbursed, b.interest_applied, b.annual_rate,
    b.carried_interest::text AS carried_interest, b.segment_start,
    b.charged_off_on, d.oldest_unpaid
FROM (SELECT count(*) AS total FROM wanted) AS counted
LEFT JOIN ordered ON true
LEFT JOIN views.accounts a ON a.creditor_id = $1 AND a.account_id = ordered.account_id
LEFT JOIN views.balances b ON b.creditor_id = $1 AND b.account_id = ordered.account_id
LEFT JOIN LATERAL (
    SELECT oldest_unpaid FROM views.delinquencies AS d
    WHERE d.creditor_id = a.creditor_id AND d.account_id = a.account_id
        AND d.until IS NULL
    ORDER BY d.sequence DESC
    LIMIT 1
) AS d ON true
ORDER BY ordered.place
