INSERT INTO views.settings (creditor_id, sequence, settlement_matrix, licensed_states, updated_at)
SELECT creditor_id, sequence, settlement_matrix::json, licensed_states::json, updated_at
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[])
    AS n (creditor_id, sequence, settlement_matrix, licensed_states, updated_at)
ON CONFLICT (creditor_id) DO UPDATE SET
    sequence = excluded.sequence,
    settlement_matrix = excluded.settlement_matrix,
    licensed_states = excluded.licensed_states,
    updated_at = excluded.updated_at
