-- Evidence: the keys that sign what is handed to examiners.
-- The private half is sealed under the master key; the public half is an event of the book too, so
-- that the book itself says since when a key is the creditor's.
CREATE TABLE book.signing_keys (
    creditor_id uuid NOT NULL REFERENCES book.creditors,
    public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
    sealed_key text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (creditor_id, public_key)
);

GRANT SELECT ON book.signing_keys TO quittance_reader;
GRANT SELECT, INSERT ON book.signing_keys TO quittance_writer;
ALTER TABLE book.signing_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE book.signing_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON book.signing_keys
    USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]));
