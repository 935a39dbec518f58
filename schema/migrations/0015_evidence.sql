-- Evidence: the keys that sign what is handed to examiners.
-- The private half is sealed under the ledger's own key; the public half is an event of the book too, so
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

-- Denied attempts: beside the book, since nothing happened, and kept for a time of their own.
-- The creditor is that of a known caller; whoever runs the ledger sees the others too.
CREATE TABLE book.denials (
    denial_id uuid PRIMARY KEY,
    creditor_id uuid,
    denied_at timestamptz NOT NULL,
    reason text NOT NULL,
    lacking text,
    actor text,
    role text,
    method text NOT NULL,
    route text NOT NULL,
    path text,
    address inet,
    user_agent text,
    -- Of the first, when several were alike.
    request_id text NOT NULL,
    attempts integer NOT NULL
);
CREATE INDEX denials_by_creditor ON book.denials (creditor_id, denial_id);
-- Time grows with the table, so a summary of each few pages finds what is old.
CREATE INDEX denials_by_time ON book.denials USING brin (denied_at);

GRANT SELECT ON book.denials TO quittance_reader;
GRANT INSERT ON book.denials TO quittance_writer;
ALTER TABLE book.denials ENABLE ROW LEVEL SECURITY;
ALTER TABLE book.denials FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON book.denials FOR SELECT TO quittance_reader
    USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]));
-- One statement writes what was denied to callers of any tenant, and of none.
CREATE POLICY log ON book.denials FOR INSERT TO quittance_writer WITH CHECK (true);
CREATE POLICY retention ON book.denials TO quittance_owner USING (true);

-- Where the requests that were booked came from, once each. An event names one by an id that is made
-- of its columns, so that the chain covers them; the salt keeps the id from telling the address.
CREATE TABLE book.origins (
    creditor_id uuid NOT NULL,
    origin_id uuid NOT NULL,
    salt bytea NOT NULL CHECK (octet_length(salt) = 16),
    address inet,
    user_agent text,
    first_seen_at timestamptz NOT NULL,
    PRIMARY KEY (creditor_id, origin_id)
);
GRANT SELECT ON book.origins TO quittance_reader, quittance_writer;
GRANT INSERT ON book.origins TO quittance_writer;
ALTER TABLE book.origins ENABLE ROW LEVEL SECURITY;
ALTER TABLE book.origins FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON book.origins
    USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]));

-- Who can act, by the name that stands in the book, and in which role; a role never changes.
CREATE VIEW book.actors WITH (security_invoker = true) AS
    SELECT creditor_id, 'key:' || key_id AS actor, role FROM book.api_keys
    UNION ALL
    SELECT creditor_id, 'user:' || user_id, role FROM book.users;
GRANT SELECT ON book.actors TO quittance_reader;
