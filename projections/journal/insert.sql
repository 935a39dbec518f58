INSERT INTO views.journal (creditor_id, sequence, line, debit, credit, effective_date, amount)
SELECT * FROM unnest($1::book.journal_row[])
