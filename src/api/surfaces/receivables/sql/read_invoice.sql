SELECT a.account_id, a.sequence, a.consumer_id, a.number, a.condition, a.approved_principal, a.opened_on,
    a.created_at, a.terms::text AS terms, a.details::text AS details, a.sealed, k.wrapped_key,
    b.as_of, b.principal, b.interest, b.fees, b.overpayment, b.disbursed,
    b.interest_applied, b.annual_rate,
    b.carried_interest::text AS carried_interest, b.segment_start, b.charged_off_on, b.updated_at,
    paid.paid, paid.was_paid_on, since.status_since
FROM views.accounts AS a
JOIN views.balances AS b ON b.creditor_id = a.creditor_id AND b.account_id = a.account_id
LEFT JOIN book.consumer_keys AS k
    ON k.creditor_id = a.creditor_id AND k.consumer_id = a.consumer_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(p.fees + p.interest + p.principal)
            FILTER (WHERE p.status IN ('completed', 'refunded')), 0)::bigint AS paid,
        coalesce(bool_or(p.status NOT IN ('pending', 'processing', 'failed')), false) AS was_paid_on
    FROM book.events AS e
    JOIN views.payments AS p ON p.creditor_id = e.creditor_id AND p.sequence = e.sequence
    WHERE e.creditor_id = a.creditor_id AND e.stream_id = a.account_id
        AND e.type = 'payment.received'
) AS paid
CROSS JOIN LATERAL (
    SELECT coalesce(max(s.recorded_at), a.created_at) AS status_since
    FROM views.statuses AS s
    WHERE s.creditor_id = a.creditor_id AND s.account_id = a.account_id
) AS since
WHERE a.creditor_id = $1 AND a.account_id = $2
