-- Every payment of the textbook tables left all of its rows, and the books balance.
SELECT (SELECT count(*) FROM payments) AS payments,
    (SELECT count(*) FROM payments) = (SELECT count(*) FROM idempotency)
    AND (SELECT count(*) FROM payments)
        = (SELECT count(*) FROM events WHERE type = 'payment.received')
    AND (SELECT count(*) FROM payments) = (SELECT sum(version) FROM accounts)
    AND (SELECT coalesce(sum(amount), 0) FROM payments) = (SELECT sum(paid) FROM accounts)
    AND (SELECT coalesce(sum(debit), 0) FROM journal) = (SELECT coalesce(sum(credit), 0) FROM journal)
    AND (SELECT coalesce(sum(debit), 0) FROM journal) = (SELECT sum(paid) FROM accounts)
    AS consistent
