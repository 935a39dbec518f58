UPDATE book.consumer_keys AS k
SET wrapped_key = n.current
FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS n (consumer_id, former, current)
-- One that has been destroyed since it was read stays so.
WHERE k.creditor_id = $1 AND k.consumer_id = n.consumer_id AND k.wrapped_key = n.former
