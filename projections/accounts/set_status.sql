UPDATE views.accounts AS a
SET status = n.status
FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS n (creditor_id, account_id, status)
WHERE a.creditor_id = n.creditor_id AND a.account_id = n.account_id
