SELECT count(*) FROM views.accounts WHERE creditor_id = $1 AND created_at <= $2
