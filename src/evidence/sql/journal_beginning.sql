SELECT c.name, e.recorded_at,
    ARRAY(SELECT DISTINCT a.terms ->> 'currency' FROM views.accounts AS a
        WHERE a.creditor_id = $1) AS currencies
FROM book.creditors AS c
JOIN book.events AS e ON e.creditor_id = c.creditor_id AND e.sequence = 1
WHERE c.creditor_id = $1
