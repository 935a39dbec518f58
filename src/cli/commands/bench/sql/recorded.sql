-- What a run has left behind, counted row by row.
SELECT
    (SELECT count(*) FROM book.events
        WHERE creditor_id = $1 AND sequence > $2) AS events,
    (SELECT count(*) FROM book.events
        WHERE creditor_id = $1 AND sequence > $2 AND type = 'payment.received') AS received,
    (SELECT count(*) FROM views.payments
        WHERE creditor_id = $1 AND sequence > $2) AS payments,
    (SELECT coalesce(sum(amount), 0)::bigint FROM views.payments
        WHERE creditor_id = $1 AND sequence > $2) AS paid,
    (SELECT coalesce(sum(amount), 0)::bigint FROM views.journal
        WHERE creditor_id = $1 AND sequence > $2) AS booked
