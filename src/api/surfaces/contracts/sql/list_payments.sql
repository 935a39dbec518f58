-- The page is cut before the joins, so that rows passed over cost an index entry each.
SELECT p.sequence, p.payment_id, p.amount, p.effective_date, p.recorded_at, p.method, p.status,
    p.external_id, a.sequence AS account_sequence, a.number, a.consumer_id, a.sealed,
    k.wrapped_key, a.terms ->> 'currency' AS currency
FROM (
    SELECT * FROM views.payments
    WHERE creditor_id = $1
    ORDER BY sequence DESC LIMIT $2 OFFSET $3
) AS p
JOIN views.accounts AS a ON a.creditor_id = p.creditor_id AND a.account_id = p.account_id
LEFT JOIN book.consumer_keys AS k
    ON k.creditor_id = a.creditor_id AND k.consumer_id = a.consumer_id
ORDER BY p.sequence DESC
