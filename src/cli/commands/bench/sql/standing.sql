SELECT b.sequence,
    coalesce((SELECT value FROM views.counters
        WHERE creditor_id = $1 AND name = 'payments'), 0) AS payments,
    coalesce((SELECT value FROM views.counters
        WHERE creditor_id = $1 AND name = 'owed:USD'), 0) AS owed
FROM book.books AS b
WHERE b.creditor_id = $1
