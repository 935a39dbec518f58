-- Forward by id, which grows with time, from the newest back.
SELECT denial_id, denied_at, reason, lacking, actor, role, method, route, path,
    host(address) AS address, user_agent, request_id, attempts
FROM book.denials
WHERE creditor_id = $1 AND denial_id < $2
    AND ($3::text IS NULL OR reason = $3)
    AND ($4::text IS NULL OR actor = $4)
    AND ($5::timestamptz IS NULL OR denied_at >= $5)
    AND ($6::timestamptz IS NULL OR denied_at < $6)
ORDER BY denial_id DESC LIMIT $7
