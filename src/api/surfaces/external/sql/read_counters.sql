SELECT name, value FROM views.counters WHERE creditor_id = $1
