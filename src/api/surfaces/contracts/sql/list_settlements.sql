-- The page is cut before the joins, so that rows passed over cost an index entry each.
SELECT o.sequence, o.amount, o.status, o.offered_at, a.sequence AS account_sequence, a.number,
    coalesce((a.details ->> 'original_balance')::bigint, a.approved_principal) AS original_balance,
    a.consumer_id, a.sealed, k.wrapped_key, a.terms ->> 'currency' AS currency
FROM (
    SELECT * FROM views.settlement_offers
    WHERE creditor_id = $1
    ORDER BY sequence DESC LIMIT $2 OFFSET $3
) AS o
JOIN views.accounts AS a ON a.creditor_id = o.creditor_id AND a.account_id = o.account_id
LEFT JOIN book.consumer_keys AS k
    ON k.creditor_id = a.creditor_id AND k.consumer_id = a.consumer_id
ORDER BY o.sequence DESC
