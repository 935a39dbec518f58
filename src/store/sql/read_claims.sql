SELECT creditor_id, kind, name, stream_id
FROM book.claims
WHERE creditor_id = ANY ($1) AND kind = ANY ($2) AND name = ANY ($3)
