SELECT a.*, b.*
FROM (
    SELECT * FROM views.accounts
    WHERE creditor_id = $1 AND sequence < $2
    ORDER BY sequence DESC LIMIT 50
) AS a
JOIN views.balances AS b ON b.creditor_id = a.creditor_id AND b.account_id = a.account_id
