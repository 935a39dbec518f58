-- A spreadsheet takes a cell that begins with one of = + - @ tab CR LF for a formula, so such a text
-- gets an apostrophe in front, and so does one that begins with an apostrophe: whoever reads the
-- file back takes one leading apostrophe off and has the text as it was.
COPY (
    SELECT sequence,
        to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded_at,
        to_char(effective_date, 'YYYY-MM-DD') AS effective_date,
        CASE WHEN actor ~ E'^[=+@\t\r\n''-]' THEN '''' || actor ELSE actor END AS actor,
        CASE WHEN request_id ~ E'^[=+@\t\r\n''-]' THEN '''' || request_id ELSE request_id END AS request_id,
        type, account_id, outcome,
        -- A payload begins with a brace.
        payload
    FROM views.audit
    WHERE creditor_id = '$creditor' $conditions
    ORDER BY sequence
) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')
