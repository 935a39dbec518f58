SELECT sequence FROM book.books WHERE creditor_id = $1
