INSERT INTO views.webhooks (creditor_id, webhook_id, sequence, webhook, updated_at)
SELECT creditor_id, webhook_id, sequence, webhook::json, updated_at
FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::timestamptz[])
    AS n (creditor_id, webhook_id, sequence, webhook, updated_at)
ON CONFLICT (creditor_id, webhook_id) DO UPDATE SET
    webhook = excluded.webhook,
    updated_at = excluded.updated_at
