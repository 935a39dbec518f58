INSERT INTO book.consumer_keys (creditor_id, consumer_id, wrapped_key)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[])
