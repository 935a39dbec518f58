SELECT p.plan_id, p.sequence, p.part, p.account_id, p.consumer_id, p.origin, p.status, p.created_at,
    p.updated_at, p.approved_at, p.rejected_at, p.deactivated_at, p.rejected_by, p.sealed,
    p.terms::text AS terms, a.number, a.terms->>'currency' AS currency, c.wrapped_key,
    coalesce(k.name, u.name) AS rejecter_name, u.email AS rejecter_email
FROM views.plans AS p
JOIN views.accounts AS a ON a.creditor_id = p.creditor_id AND a.account_id = p.account_id
LEFT JOIN book.consumer_keys AS c
    ON c.creditor_id = p.creditor_id AND c.consumer_id = p.consumer_id
LEFT JOIN book.api_keys AS k
    ON k.creditor_id = p.creditor_id AND p.rejected_by = 'key:' || k.key_id
LEFT JOIN book.users AS u
    ON u.creditor_id = p.creditor_id AND p.rejected_by = 'user:' || u.user_id
WHERE p.creditor_id = $1 AND p.plan_id = ANY ($2)
ORDER BY p.plan_id, p.part
