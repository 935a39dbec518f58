SELECT account_id
FROM views.accounts
WHERE creditor_id = $1 AND number LIKE 'bench-%'
ORDER BY account_id
LIMIT $2
