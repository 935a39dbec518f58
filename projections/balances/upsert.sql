INSERT INTO views.balances AS b (creditor_id, account_id, sequence, as_of, principal, interest,
    fees, overpayment, disbursed, interest_applied, carried_interest, segment_start,
    charged_off_on, updated_at)
SELECT creditor_id, account_id, sequence, as_of, principal, interest, fees, overpayment, disbursed,
    interest_applied, carried_interest::numeric, segment_start, charged_off_on, updated_at
FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::date[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::text[], $12::date[],
    $13::date[], $14::timestamptz[])
    AS n (creditor_id, account_id, sequence, as_of, principal, interest, fees, overpayment,
        disbursed, interest_applied, carried_interest, segment_start, charged_off_on, updated_at)
ON CONFLICT (creditor_id, account_id) DO UPDATE SET
    sequence = excluded.sequence, as_of = excluded.as_of, principal = excluded.principal,
    interest = excluded.interest, fees = excluded.fees, overpayment = excluded.overpayment,
    disbursed = excluded.disbursed, interest_applied = excluded.interest_applied,
    carried_interest = excluded.carried_interest, segment_start = excluded.segment_start,
    charged_off_on = excluded.charged_off_on, updated_at = excluded.updated_at
