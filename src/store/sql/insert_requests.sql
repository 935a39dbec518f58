INSERT INTO book.requests (creditor_id, request_id, digest, status, recorded_at, body)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::smallint[], $5::timestamptz[],
    $6::bytea[])
