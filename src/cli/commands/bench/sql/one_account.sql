SELECT a.*, b.*
FROM views.accounts AS a
JOIN views.balances AS b ON b.creditor_id = a.creditor_id AND b.account_id = a.account_id
WHERE a.creditor_id = $1 AND a.account_id = $2
