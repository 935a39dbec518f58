UPDATE views.recurring_payments AS r
SET status = n.status, next_date = n.next_date
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[])
    AS n (creditor_id, recurring_id, status, next_date)
WHERE r.creditor_id = n.creditor_id AND r.recurring_id = n.recurring_id
