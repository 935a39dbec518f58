UPDATE views.accounts AS a
SET status = n.status, condition = n.condition
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])
    AS n (creditor_id, account_id, status, condition)
WHERE a.creditor_id = n.creditor_id AND a.account_id = n.account_id
