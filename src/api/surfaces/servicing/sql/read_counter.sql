SELECT value FROM views.counters WHERE creditor_id = $1 AND name = $2
