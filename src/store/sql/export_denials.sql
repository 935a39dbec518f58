-- Texts that a caller chose are guarded as in export_audit.sql.
COPY (
    SELECT to_char(denied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS denied_at,
        creditor_id, reason, lacking, actor, role, method, route,
        CASE WHEN path ~ E'^[=+@\t\r\n''-]' THEN '''' || path ELSE path END AS path,
        host(address) AS address,
        CASE WHEN user_agent ~ E'^[=+@\t\r\n''-]' THEN '''' || user_agent ELSE user_agent END AS user_agent,
        CASE WHEN request_id ~ E'^[=+@\t\r\n''-]' THEN '''' || request_id ELSE request_id END AS request_id,
        attempts
    FROM book.denials
    WHERE $condition
    ORDER BY denial_id
) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')
