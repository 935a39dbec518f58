INSERT INTO book.events (creditor_id, sequence, stream_id, version, effective_date, recorded_at,
    type, actor, request_id, payload, hash)
SELECT creditor_id, sequence, stream_id, version, effective_date, recorded_at, type, actor,
    request_id, payload::json, hash
FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::smallint[], $5::date[], $6::timestamptz[],
    $7::text[], $8::text[], $9::text[], $10::text[], $11::bytea[])
    AS e (creditor_id, sequence, stream_id, version, effective_date, recorded_at, type, actor,
        request_id, payload, hash)
