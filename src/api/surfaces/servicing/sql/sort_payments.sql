-- The payments that fit a filter, in the order of a column: all of the creditor's are read.
-- Amounts are compared as they are shown, whatever their currency: $8 says how many thousandths the
-- minor unit of each currency is.
WITH units AS MATERIALIZED (
    SELECT account_id, ($8::text::jsonb ->> (terms ->> 'currency'))::bigint AS unit
    FROM views.accounts
    WHERE creditor_id = $1
), wanted AS MATERIALIZED (
    SELECT p.sequence,
        CASE $4::text
            WHEN 'amount' THEN p.amount * units.unit
            WHEN 'principal_applied' THEN p.principal * units.unit
            WHEN 'interest_applied' THEN p.interest * units.unit
            WHEN 'fees_applied' THEN p.fees * units.unit
            WHEN 'overpayment' THEN p.overpayment * units.unit
            WHEN 'refunded_amount' THEN p.refunded * units.unit
            WHEN 'effective_date' THEN p.effective_date - DATE '2000-01-01'
        END AS number,
        CASE $4::text
            WHEN 'loan_id' THEN p.account_id::text
            WHEN 'payment_method' THEN p.method
            WHEN 'status' THEN p.status
            WHEN 'external_id' THEN coalesce(p.external_id, '')
        END COLLATE "C" AS text
    FROM views.payments p
    JOIN units USING (account_id)
    WHERE p.creditor_id = $1
        AND ($2::text IS NULL OR p.status = $2)
        AND ($3::text IS NULL OR p.external_id = $3)
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
