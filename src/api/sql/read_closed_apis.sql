SELECT closed_apis::text FROM views.settings WHERE creditor_id = $1
