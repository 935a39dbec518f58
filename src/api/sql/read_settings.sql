SELECT settlement_matrix::text, licensed_states::text, programs::text
FROM views.settings
WHERE creditor_id = $1
