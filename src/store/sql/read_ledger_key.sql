SELECT wrapped_key FROM book.ledger_key
