SELECT c.consumer_id,
    (SELECT count(*) FROM views.accounts AS a
        WHERE a.creditor_id = c.creditor_id AND a.consumer_id = c.consumer_id),
    c.erased_sequence IS NOT NULL
FROM views.consumers AS c
WHERE c.creditor_id = $1 AND c.consumer_id = coalesce($2, (
    SELECT a.consumer_id FROM book.claims AS n
    JOIN views.accounts AS a ON a.creditor_id = n.creditor_id AND a.account_id = n.stream_id
    WHERE n.creditor_id = $1 AND n.kind = 'account_number' AND n.name = $3))
