-- Accounts that were opened after the one with sequence $2, by the moment $3.
SELECT account_id, sequence, details ->> 'account_type' AS account_type
FROM views.accounts
WHERE creditor_id = $1 AND sequence > $2 AND created_at <= $3
ORDER BY sequence LIMIT $4
