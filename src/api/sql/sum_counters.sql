SELECT coalesce(sum(value), 0)::bigint
FROM views.counters
WHERE creditor_id = $1 AND name = ANY ($2)
