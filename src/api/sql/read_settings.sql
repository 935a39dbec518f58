SELECT settlement_matrix::text, licensed_states::text, webhook::text
FROM views.settings
WHERE creditor_id = $1
