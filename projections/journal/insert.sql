INSERT INTO views.journal (creditor_id, sequence, line, debit, credit, effective_date, amount)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::integer[], $4::smallint[], $5::smallint[],
    $6::date[], $7::bigint[])
