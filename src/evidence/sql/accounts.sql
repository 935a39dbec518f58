SELECT a.sequence, a.account_id, a.number, a.consumer_id,
    coalesce(c.erased_sequence <= $3, false) AS erased, a.product,
    a.terms ->> 'currency' AS currency, a.status, a.condition, a.approved_principal, a.opened_on,
    a.created_at, b.annual_rate, b.as_of, b.principal, b.interest, b.fees, b.overpayment,
    b.disbursed, b.charged_off_on, b.sequence AS last_sequence, b.updated_at
FROM views.accounts AS a
JOIN views.balances AS b USING (creditor_id, account_id)
LEFT JOIN views.consumers AS c
    ON c.creditor_id = a.creditor_id AND c.consumer_id = a.consumer_id
-- An account's last event is the last that its balances were written with.
WHERE a.creditor_id = $1 AND a.sequence <= $3
    AND (b.sequence BETWEEN $2 AND $3 OR EXISTS (
        SELECT FROM book.events AS e
        WHERE e.creditor_id = $1 AND e.stream_id = a.account_id AND e.sequence BETWEEN $2 AND $3))
ORDER BY a.sequence
