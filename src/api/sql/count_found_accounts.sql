-- As many as have the same last four digits at most: a ten-thousandth of a portfolio.
SELECT count(*)
FROM (
    SELECT account_id, sequence, condition FROM views.accounts
    WHERE creditor_id = $1 AND account_id = $2
    UNION
    SELECT a.account_id, a.sequence, a.condition FROM book.claims AS c
    JOIN views.accounts AS a ON a.creditor_id = c.creditor_id AND a.account_id = c.stream_id
    WHERE c.creditor_id = $1 AND c.kind = 'account_number' AND c.name = $3
    UNION
    SELECT a.account_id, a.sequence, a.condition FROM book.consumer_keys AS k
    JOIN views.accounts AS a ON a.creditor_id = k.creditor_id AND a.consumer_id = k.consumer_id
    WHERE k.creditor_id = $1 AND k.last4_hash = $4
) AS found
WHERE ($5::text[] IS NULL OR condition = ANY ($5))
