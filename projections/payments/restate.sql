UPDATE views.payments AS p
SET fees = n.fees, interest = n.interest, principal = n.principal, overpayment = n.overpayment,
    refunded = n.refunded, effective_date = n.effective_date, status = n.status
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::date[], $9::text[])
    AS n (creditor_id, sequence, fees, interest, principal, overpayment, refunded, effective_date,
        status)
WHERE p.creditor_id = n.creditor_id AND p.sequence = n.sequence
