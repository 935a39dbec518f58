-- A spreadsheet takes a cell that begins with one of = + - @ tab CR LF for a formula, so such a text
-- gets an apostrophe in front, and so does one that begins with an apostrophe: whoever reads the
-- file back takes one leading apostrophe off and has the text as it was.
COPY (
    SELECT audit.sequence,
        to_char(audit.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded_at,
        to_char(audit.effective_date, 'YYYY-MM-DD') AS effective_date,
        CASE WHEN audit.actor ~ E'^[=+@\t\r\n''-]' THEN '''' || audit.actor ELSE audit.actor END AS actor,
        who.role,
        origin.address, origin.user_agent,
        CASE WHEN audit.request_id ~ E'^[=+@\t\r\n''-]' THEN '''' || audit.request_id
            ELSE audit.request_id END AS request_id,
        audit.type,
        -- The creditor's own events are about no account.
        nullif(audit.account_id, audit.creditor_id) AS account_id,
        audit.outcome,
        CASE WHEN why.reason ~ E'^[=+@\t\r\n''-]' THEN '''' || why.reason
            ELSE why.reason END AS reason,
        changed.before, changed.after,
        -- A payload begins with a brace.
        audit.payload
    FROM views.audit
    -- Few, so they are made ready once and looked up for each row.
    LEFT JOIN (
        SELECT actor, role FROM book.actors WHERE creditor_id = '$creditor'
    ) AS who ON who.actor = audit.actor
    LEFT JOIN (
        SELECT origin_id, host(address) AS address,
            CASE WHEN user_agent ~ E'^[=+@\t\r\n''-]' THEN '''' || user_agent
                ELSE user_agent END AS user_agent
        FROM book.origins WHERE creditor_id = '$creditor'
    ) AS origin ON origin.origin_id = audit.origin
    -- Most payloads give none, and to look for the word is cheaper than to parse them.
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN audit.outcome = 'refused' THEN audit.payload ->> 'message'
            WHEN strpos(audit.payload::text, '"reason":') > 0 THEN audit.payload ->> 'reason'
        END AS reason
    ) AS why
    -- Of what was set anew: the value before it, which is the event's own or that of the last event
    -- that set it.
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN audit.type IN ('rate.changed', 'payment.backdated', 'account.stage_set')
                THEN audit.payload ->> 'from'
            WHEN member.name IS NOT NULL THEN (
                SELECT former.payload ->> member.name
                FROM book.events AS former
                WHERE former.creditor_id = '$creditor' AND former.stream_id = audit.account_id
                    AND former.sequence < audit.sequence AND former.type = audit.type
                    AND (former.payload -> member.name ->> 'id')
                        IS NOT DISTINCT FROM (audit.payload -> member.name ->> 'id')
                ORDER BY former.sequence DESC LIMIT 1)
        END AS before,
        audit.payload ->> CASE audit.type
            WHEN 'rate.changed' THEN 'rate'
            WHEN 'payment.backdated' THEN 'effective'
            WHEN 'account.stage_set' THEN 'stage'
            ELSE member.name
        END AS after
        FROM (SELECT CASE audit.type
            WHEN 'schedule.set' THEN 'instalments'
            WHEN 'licensed_states.set' THEN 'states'
            WHEN 'settlement_matrix.set' THEN 'matrix'
            WHEN 'program.set' THEN 'program'
            WHEN 'webhook.configured' THEN 'webhook'
        END AS name) AS member
    ) AS changed
    WHERE audit.creditor_id = '$creditor' $conditions
    ORDER BY audit.sequence
) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')
