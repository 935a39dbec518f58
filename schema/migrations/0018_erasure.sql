-- Keys and erasure: the ledger's own key, another master key, and what goes with a consumer.
-- One row: what is looked up, derived or sealed as a secret goes by it. Wrapped by the master key,
-- so that another master key can take the place of the first and nothing but this changes.
CREATE TABLE book.ledger_key (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    wrapped_key bytea NOT NULL
);
GRANT SELECT, INSERT, UPDATE (wrapped_key) ON book.ledger_key TO quittance_writer;
GRANT UPDATE (wrapped_key, last4_hash) ON book.consumer_keys TO quittance_writer;

-- What is sealed under a consumer's key must not be written once the key is destroyed.
-- To be called after book.advance, whose locks an erasure needs too, so what is found stays true.
CREATE FUNCTION book.expect_keys(creditors uuid[], consumers uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM unnest(creditors, consumers) AS n (creditor_id, consumer_id)
        WHERE NOT EXISTS (
            SELECT 1 FROM book.consumer_keys AS k
            WHERE k.creditor_id = n.creditor_id AND k.consumer_id = n.consumer_id
        )
    ) THEN
        -- As of a book that has moved: whoever decides again finds out.
        RAISE EXCEPTION 'a consumer has been erased since' USING ERRCODE = 'QB001';
    END IF;
END
$$;

-- The names of a consumer who is erased are free again.
CREATE INDEX claims_of_consumers ON book.claims (creditor_id, stream_id)
    WHERE kind IN ('consumer_email', 'consumer_external_id');
GRANT DELETE ON book.claims TO quittance_writer;
