INSERT INTO views.consumers AS c (creditor_id, consumer_id, sequence, created_at, updated_at,
    told_sequence, sealed, external_id, removed_sequence, restored_sequence, erased_sequence)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::timestamptz[],
    $6::bigint[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[])
ON CONFLICT (creditor_id, consumer_id) DO UPDATE SET
    sequence = least(c.sequence, excluded.sequence),
    created_at = least(c.created_at, excluded.created_at),
    updated_at = greatest(c.updated_at, excluded.updated_at),
    -- Nothing is kept of one who is erased, whatever comes after.
    sealed = CASE WHEN c.erased_sequence IS NOT NULL OR excluded.erased_sequence IS NOT NULL THEN ''
        WHEN excluded.told_sequence > c.told_sequence THEN excluded.sealed
        ELSE c.sealed END,
    told_sequence = greatest(c.told_sequence, excluded.told_sequence),
    -- Named in the consumer's own stream alone, whose events come in order.
    external_id = CASE WHEN c.erased_sequence IS NULL AND excluded.erased_sequence IS NULL
        THEN coalesce(excluded.external_id, c.external_id) END,
    removed_sequence = greatest(c.removed_sequence, excluded.removed_sequence),
    restored_sequence = greatest(c.restored_sequence, excluded.restored_sequence),
    erased_sequence = greatest(c.erased_sequence, excluded.erased_sequence)
