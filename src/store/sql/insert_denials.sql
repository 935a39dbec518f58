INSERT INTO book.denials (denial_id, creditor_id, denied_at, reason, lacking, actor, role, method,
    route, path, address, user_agent, request_id, attempts)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
    $7::text[], $8::text[], $9::text[], $10::text[], $11::inet[], $12::text[], $13::text[], $14::int[])
