UPDATE delivery.endpoints AS e
SET failures = CASE WHEN n.delivered THEN 0 ELSE e.failures END + n.dead,
    last_delivered_at = CASE WHEN n.delivered THEN $6 ELSE e.last_delivered_at END,
    last_error = coalesce(n.error, e.last_error)
FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::integer[], $5::text[])
    AS n (creditor_id, webhook_id, delivered, dead, error)
WHERE e.creditor_id = n.creditor_id AND e.webhook_id = n.webhook_id
RETURNING e.webhook_id, e.failures
