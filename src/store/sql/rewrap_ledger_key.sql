UPDATE book.ledger_key SET wrapped_key = $1
