SELECT a.terms ->> 'currency' AS currency, j.debit, j.credit, sum(j.amount)::bigint AS amount
FROM views.journal AS j
JOIN book.events AS e ON e.creditor_id = j.creditor_id AND e.sequence = j.sequence
JOIN views.accounts AS a ON a.creditor_id = e.creditor_id AND a.account_id = e.stream_id
WHERE j.creditor_id = $1 AND j.sequence <= $2 AND j.effective_date <= $3
GROUP BY 1, 2, 3
