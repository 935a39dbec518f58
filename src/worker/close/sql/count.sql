SELECT count(*) FROM views.due WHERE creditor_id = $1 AND due_on <= $2
