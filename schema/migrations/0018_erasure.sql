-- Keys: the ledger's own, and giving the ledger another master key.
-- One row: what is looked up, derived or sealed as a secret goes by it. Wrapped by the master key,
-- so that another master key can take the place of the first and nothing but this changes.
CREATE TABLE book.ledger_key (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    wrapped_key bytea NOT NULL
);
GRANT SELECT, INSERT, UPDATE (wrapped_key) ON book.ledger_key TO quittance_writer;
GRANT UPDATE (wrapped_key) ON book.consumer_keys TO quittance_writer;
