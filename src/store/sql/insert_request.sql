INSERT INTO book.requests (creditor_id, request_id, digest, status, recorded_at, body)
VALUES ($1, $2, $3, $4, $5, $6)
