INSERT INTO views.delinquencies (creditor_id, account_id, sequence, since, until, oldest_unpaid)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::date[], $5::date[], $6::date[])
