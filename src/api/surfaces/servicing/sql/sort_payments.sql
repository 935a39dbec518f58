-- The payments that fit a filter, in the order of a column: all of the creditor's are read.
WITH wanted AS MATERIALIZED (
    SELECT sequence,
        CASE $4::text
            WHEN 'amount' THEN amount
            WHEN 'principal_applied' THEN principal
            WHEN 'interest_applied' THEN interest
            WHEN 'fees_applied' THEN fees
            WHEN 'overpayment' THEN overpayment
            WHEN 'refunded_amount' THEN refunded
            WHEN 'effective_date' THEN effective_date - DATE '2000-01-01'
        END AS number,
        CASE $4::text
            WHEN 'loan_id' THEN account_id::text
            WHEN 'payment_method' THEN method
            WHEN 'status' THEN status
            WHEN 'external_id' THEN coalesce(external_id, '')
        END COLLATE "C" AS text
    FROM views.payments
    WHERE creditor_id = $1
        AND ($2::text IS NULL OR status = $2)
        AND ($3::text IS NULL OR external_id = $3)
), ordered AS (
    SELECT sequence, row_number() OVER (
            ORDER BY CASE WHEN $5 THEN -number ELSE number END,
                CASE WHEN NOT $5 THEN text END,
                CASE WHEN $5 THEN text END DESC,
                CASE WHEN $5 THEN -sequence ELSE sequence END
        ) AS place
    FROM wanted
    ORDER BY place
    LIMIT $6 OFFSET $7
)
SELECT counted.total, p.payment_id, p.account_id, p.amount, p.fees, p.interest, p.principal,
    p.overpayment, p.refunded, p.effective_date, p.recorded_at, p.method, p.status, p.external_id,
    a.terms ->> 'currency' AS currency
FROM (SELECT count(*) AS total FROM wanted) AS counted
LEFT JOIN ordered ON true
LEFT JOIN views.payments p ON p.creditor_id = $1 AND p.sequence = ordered.sequence
LEFT JOIN views.accounts a ON a.creditor_id = $1 AND a.account_id = p.account_id
ORDER BY ordered.place
