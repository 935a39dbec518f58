INSERT INTO book.requests (creditor_id, request_id, digest, status, recorded_at, sequence, body)
SELECT * FROM unnest($1::book.request_row[])
