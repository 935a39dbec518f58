SELECT dispute_id, amount, filed_on, filed_at, sealed, outcome, resolved_on, resolution_sealed
FROM views.disputes
WHERE creditor_id = $1 AND account_id = $2
ORDER BY sequence
