SELECT settlement_matrix::text, licensed_states::text
FROM views.settings
WHERE creditor_id = $1
