SELECT account_id, filed_at
FROM views.disputes
WHERE creditor_id = $1 AND dispute_id = $2
