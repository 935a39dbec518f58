SELECT creditor_id, request_id, digest, status, body
FROM book.requests
WHERE creditor_id = ANY ($1) AND request_id = ANY ($2)
