SELECT name FROM book.creditors WHERE creditor_id = $1
