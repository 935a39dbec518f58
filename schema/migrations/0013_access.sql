-- Who may come in: people with passwords, and what stands for someone for a while.
-- Kept beside the book, since passwords and addresses of staff change and go; that somebody was
-- let in, changed or shut out is an event in the creditor's book, without address and password.
CREATE TABLE book.users (
    creditor_id uuid NOT NULL REFERENCES book.creditors,
    user_id uuid NOT NULL,
    email text NOT NULL,
    -- SHA-256 of the address in lower case: a login knows it before the tenant is known.
    email_hash bytea NOT NULL CHECK (octet_length(email_hash) = 32),
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('viewer', 'collector', 'loan_officer', 'admin')),
    -- argon2id in PHC string format.
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL,
    -- Tokens and sessions given before this moment no longer count.
    valid_from timestamptz NOT NULL,
    disabled_at timestamptz,
    PRIMARY KEY (creditor_id, user_id),
    -- One person may work for two creditors, but is there once in each.
    UNIQUE (creditor_id, email_hash)
);
CREATE INDEX users_by_email ON book.users (email_hash);

-- Opaque tokens of 256 random bits, by their SHA-256: sessions of people, OAuth tokens of machines.
CREATE TABLE book.tokens (
    creditor_id uuid NOT NULL REFERENCES book.creditors,
    token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    kind text NOT NULL CHECK (kind IN ('session', 'access', 'refresh')),
    -- The user of a session, or the API key that an OAuth client is.
    subject_id uuid NOT NULL,
    -- Everything that came of one grant, which goes as one when a used refresh token comes again.
    family_id uuid NOT NULL,
    -- Empty means every scope of the subject.
    scopes text[] NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    -- A refresh token is good for one use.
    used_at timestamptz,
    PRIMARY KEY (creditor_id, token_hash)
);
CREATE UNIQUE INDEX tokens_by_hash ON book.tokens (token_hash);
CREATE INDEX tokens_by_family ON book.tokens (creditor_id, family_id);
CREATE INDEX tokens_by_expiry ON book.tokens (creditor_id, expires_at);

GRANT SELECT ON book.users, book.tokens TO quittance_reader, quittance_writer;
GRANT INSERT ON book.users, book.tokens TO quittance_writer;
GRANT UPDATE (password_hash, valid_from, disabled_at) ON book.users TO quittance_writer;
GRANT UPDATE (used_at) ON book.tokens TO quittance_writer;
GRANT DELETE ON book.tokens TO quittance_writer;

ALTER TABLE book.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE book.users FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON book.users
    USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]));
ALTER TABLE book.tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE book.tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON book.tokens
    USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]));

-- As for API keys: whoever has the hash may see the rows that it names, before a tenant is known.
CREATE POLICY bearer ON book.users FOR SELECT
    USING (email_hash = (SELECT decode(nullif(current_setting('quittance.key_hash', true), ''), 'hex')));
CREATE POLICY bearer ON book.tokens FOR SELECT
    USING (token_hash = (SELECT decode(nullif(current_setting('quittance.key_hash', true), ''), 'hex')));
