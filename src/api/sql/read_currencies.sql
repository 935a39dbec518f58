-- By the whole key of each: see src/store/sql/read_requests.sql.
SELECT a.account_id, a.currency
FROM unnest($2::uuid[]) AS k (account_id)
CROSS JOIN LATERAL (
    SELECT account_id, terms ->> 'currency' AS currency
    FROM views.accounts
    WHERE creditor_id = $1 AND account_id = k.account_id
    OFFSET 0
) AS a
