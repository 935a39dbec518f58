SELECT creditor_id, sequence FROM book.books WHERE creditor_id = ANY ($1)
