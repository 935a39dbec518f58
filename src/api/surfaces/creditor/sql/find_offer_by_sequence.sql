SELECT offer_id, account_id, offered_at, accepted_at, tier
FROM views.settlement_offers
WHERE creditor_id = $1 AND sequence = $2
