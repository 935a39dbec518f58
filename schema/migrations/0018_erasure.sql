-- Keys and erasure: the ledger's own key, another master key, and what goes with a consumer.
-- One row: what is looked up, derived or sealed as a secret goes by it. Wrapped by the master key,
-- so that another master key can take the place of the first and nothing but this changes.
CREATE TABLE book.ledger_key (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    wrapped_key bytea NOT NULL
);
GRANT SELECT, INSERT, UPDATE (wrapped_key) ON book.ledger_key TO quittance_writer;
GRANT UPDATE (wrapped_key, last4_hash) ON book.consumer_keys TO quittance_writer;

-- The names of a consumer who is erased are free again.
CREATE INDEX claims_of_consumers ON book.claims (creditor_id, stream_id)
    WHERE kind IN ('consumer_email', 'consumer_external_id');
GRANT DELETE ON book.claims TO quittance_writer;
