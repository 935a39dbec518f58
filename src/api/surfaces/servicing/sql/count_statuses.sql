SELECT status, count(*) AS accounts
FROM (
    SELECT DISTINCT ON (account_id) status
    FROM views.statuses
    WHERE creditor_id = $1 AND sequence <= $2
    ORDER BY account_id, sequence DESC
) AS latest
GROUP BY status
