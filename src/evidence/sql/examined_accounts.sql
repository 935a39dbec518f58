-- Accounts that were opened after the one with sequence $2, by the moment $3.
SELECT a.account_id, a.sequence, a.details ->> 'account_type' AS account_type,
    EXISTS (
        SELECT FROM views.consumers AS c
        JOIN book.events AS e ON e.creditor_id = $1 AND e.sequence = c.erased_sequence
        WHERE c.creditor_id = $1 AND c.consumer_id = a.consumer_id AND e.recorded_at <= $3
    ) AS erased
FROM views.accounts AS a
WHERE a.creditor_id = $1 AND a.sequence > $2 AND a.created_at <= $3
ORDER BY a.sequence LIMIT $4
