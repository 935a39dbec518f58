SELECT creditor_id, sequence FROM book.books
