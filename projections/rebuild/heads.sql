SELECT creditor_id, sequence FROM book.books ORDER BY creditor_id
