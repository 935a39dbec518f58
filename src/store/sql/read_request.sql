SELECT digest, body FROM book.requests WHERE request_id = $2 AND creditor_id = $1
