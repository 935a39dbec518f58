SELECT terms ->> 'currency' FROM views.accounts WHERE creditor_id = $1 AND account_id = $2
