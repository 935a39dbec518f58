SELECT name, books FROM book.creditors WHERE creditor_id = $1
