SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, $seed)), 0)
FROM $table AS t
WHERE t.creditor_id = '$creditor'
