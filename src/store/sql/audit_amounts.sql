
AND EXISTS (
    SELECT FROM views.accounts AS a
    WHERE a.creditor_id = audit.creditor_id AND a.account_id = audit.account_id
        AND (audit.payload ->> 'amount')::numeric
            / CASE WHEN a.terms ->> 'currency' = ANY ($none) THEN 1
                WHEN a.terms ->> 'currency' = ANY ($three) THEN 1000 ELSE 100 END
            BETWEEN $min::numeric AND $max::numeric)
