SELECT o.sequence, o.offer_id, o.account_id, a.terms ->> 'currency' AS currency, o.amount,
    o.counter_amount, o.balance, o.tier, o.status, o.offered_on, o.offered_at, o.expires_on,
    o.accepted_at
FROM views.settlement_offers AS o
JOIN views.accounts AS a USING (creditor_id, account_id)
WHERE o.creditor_id = $1 AND o.sequence BETWEEN $2 AND $3
ORDER BY o.sequence
