INSERT INTO book.ledger_key (wrapped_key) VALUES ($1) ON CONFLICT DO NOTHING
