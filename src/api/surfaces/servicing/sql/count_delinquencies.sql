SELECT greatest($3::date - oldest_unpaid, 0) AS days, count(*) AS accounts
FROM (
    SELECT DISTINCT ON (account_id) oldest_unpaid
    FROM views.delinquencies
    WHERE creditor_id = $1 AND sequence <= $2
        AND since <= $3 AND (until IS NULL OR until > $3)
    ORDER BY account_id, sequence DESC
) AS latest
WHERE oldest_unpaid IS NOT NULL
GROUP BY days
