UPDATE book.consumer_keys AS k
SET last4_hash = n.last4_hash
FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS n (creditor_id, consumer_id, last4_hash)
-- One who has been erased stays so.
WHERE k.creditor_id = n.creditor_id AND k.consumer_id = n.consumer_id
