SELECT creditor_id, name FROM book.creditors ORDER BY creditor_id
