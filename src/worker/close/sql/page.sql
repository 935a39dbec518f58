SELECT account_id, sequence, due_on
FROM views.due
WHERE creditor_id = $1 AND due_on <= $2 AND (due_on, account_id) > ($3, $4)
ORDER BY due_on, account_id
LIMIT $5
