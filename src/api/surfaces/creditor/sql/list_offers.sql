SELECT sequence, offer_id, amount, counter_amount, balance, tier, status, offered_at, expires_on,
    accepted_at
FROM views.settlement_offers
WHERE creditor_id = $1 AND account_id = $2
ORDER BY sequence
