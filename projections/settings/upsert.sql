INSERT INTO views.settings
    (creditor_id, sequence, settlement_matrix, licensed_states, closed_apis, programs, updated_at)
SELECT creditor_id, sequence, settlement_matrix::json, licensed_states::json, closed_apis::json,
    programs::json, updated_at
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
    AS n (creditor_id, sequence, settlement_matrix, licensed_states, closed_apis, programs, updated_at)
ON CONFLICT (creditor_id) DO UPDATE SET
    sequence = excluded.sequence,
    settlement_matrix = excluded.settlement_matrix,
    licensed_states = excluded.licensed_states,
    closed_apis = excluded.closed_apis,
    programs = excluded.programs,
    updated_at = excluded.updated_at
