-- The book: what is true. Read models are in schema "views" and can be made again from here.
CREATE SCHEMA book;

-- The tenants that a connection has named, read once a statement by every policy below.
CREATE FUNCTION book.tenants() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT string_to_array(nullif(current_setting('quittance.creditors', true), ''), ',')::uuid[]
$$;

CREATE TABLE book.creditors (
    creditor_id uuid PRIMARY KEY,
    name text NOT NULL,
    books text NOT NULL CHECK (books IN ('owner', 'agency')),
    created_at timestamptz NOT NULL
);

-- One row a creditor: the head of its chain. Locked by whoever appends, in order of creditor_id.
CREATE TABLE book.books (
    creditor_id uuid PRIMARY KEY REFERENCES book.creditors,
    sequence bigint NOT NULL CHECK (sequence >= 0),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    recorded_at timestamptz NOT NULL
);

-- The primary key is the order of the book: dense, taken under the lock of the book's row.
-- No foreign key to books: every append has the lock of that row anyway.
CREATE TABLE book.events (
    creditor_id uuid NOT NULL,
    sequence bigint NOT NULL,
    stream_id uuid NOT NULL,
    version smallint NOT NULL,
    effective_date date NOT NULL,
    recorded_at timestamptz NOT NULL,
    type text NOT NULL,
    actor text NOT NULL,
    request_id text,
    -- Where it was asked from, of book.origins; none for what the program does by itself.
    origin uuid,
    -- json, not jsonb: the exact text comes back, and the hash is over that text.
    payload json NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (creditor_id, sequence)
);

-- An account's stream is read whole, in order, when its state is not in memory.
-- By the stream alone, which is the creditor's own: a key that begins with what is random is found by fewer comparisons.
CREATE INDEX events_by_stream ON book.events (stream_id, sequence);

-- What was answered to a request id, so that a repeated request gets the same answer.
-- The answer is kept as it was, or else is made again of the event that it told of.
CREATE TABLE book.requests (
    creditor_id uuid NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    digest bytea NOT NULL,
    status smallint NOT NULL,
    recorded_at timestamptz NOT NULL,
    sequence bigint,
    body bytea,
    -- What tells keys apart comes first, here and wherever a row is found by its whole key.
    PRIMARY KEY (request_id, creditor_id),
    CHECK ((sequence IS NULL) <> (body IS NULL))
);

-- Names that are unique in a book, such as account numbers.
CREATE TABLE book.claims (
    creditor_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    stream_id uuid NOT NULL,
    PRIMARY KEY (creditor_id, kind, name)
);

-- The key that seals a consumer's personal data, wrapped by the master key.
-- Erasing a consumer destroys this row; the sealed events stay as they are.
CREATE TABLE book.consumer_keys (
    creditor_id uuid NOT NULL,
    consumer_id uuid NOT NULL,
    wrapped_key bytea NOT NULL,
    -- A keyed hash of the last four digits of an SSN, to search by: here and in no event, so that
    -- it goes with the key.
    last4_hash text COLLATE "C",
    PRIMARY KEY (creditor_id, consumer_id)
);
CREATE INDEX consumers_by_last4 ON book.consumer_keys (creditor_id, last4_hash)
    WHERE last4_hash IS NOT NULL;

CREATE TABLE book.api_keys (
    creditor_id uuid NOT NULL REFERENCES book.creditors,
    key_id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    -- SHA-256 of the key, which has 256 random bits: nothing to stretch.
    key_hash bytea NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ('viewer', 'collector', 'loan_officer', 'admin')),
    -- Empty means every scope.
    scopes text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    PRIMARY KEY (creditor_id, key_id)
);

-- Immutable even for the owner of the table.
CREATE FUNCTION book.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'book.% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER events_are_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON book.events
    FOR EACH STATEMENT EXECUTE FUNCTION book.refuse_change();
-- Replication and logical restore must not switch the guard off by the session's role.
ALTER TABLE book.events ENABLE ALWAYS TRIGGER events_are_immutable;

-- Takes the locks of a batch in order and moves the heads, or fails when one has moved already.
-- The expected head makes it safe to send a batch before the one ahead of it is answered.
-- It is expected by its hash: another process may have written as many events as the batch ahead
-- would have, and then the sequence is the same and the history is not.
CREATE FUNCTION book.advance(
    creditors uuid[], expected bytea[], heads bigint[], hashes bytea[], recorded timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    moved bigint;
BEGIN
    -- By itself: the UPDATE sees what whoever had the lock has left, and not what was there before.
    PERFORM 1 FROM book.books WHERE creditor_id = ANY (creditors) ORDER BY creditor_id FOR UPDATE;
    UPDATE book.books AS b
        SET sequence = n.head, hash = n.hash, recorded_at = recorded
        FROM unnest(creditors, expected, heads, hashes) AS n (creditor_id, expected, head, hash)
        WHERE b.creditor_id = n.creditor_id AND b.hash = n.expected;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved <> cardinality(creditors) THEN
        RAISE EXCEPTION 'a book has moved since it was read' USING ERRCODE = 'QB001';
    END IF;
END
$$;

-- Rows as the writer sends them: an array of these is unpacked at a fraction of the cost of an array
-- a column. Those of read models are here too, since a rebuild replaces all of schema views.
CREATE TYPE book.event_row AS (
    creditor_id uuid, sequence bigint, stream_id uuid, version smallint, effective_date date,
    recorded_at timestamptz, type text, actor text, request_id text, origin uuid, payload json,
    hash bytea
);
CREATE TYPE book.request_row AS (
    creditor_id uuid, request_id text, digest bytea, status smallint, recorded_at timestamptz,
    sequence bigint, body bytea
);
CREATE TYPE book.payment_row AS (
    creditor_id uuid, payment_id uuid, sequence bigint, account_id uuid, amount bigint, fees bigint,
    interest bigint, principal bigint, overpayment bigint, refunded bigint, effective_date date,
    recorded_at timestamptz, method text, status text, external_id text
);
CREATE TYPE book.journal_row AS (
    creditor_id uuid, sequence bigint, line integer, debit smallint, credit smallint,
    effective_date date, amount bigint
);
CREATE TYPE book.balance_row AS (
    creditor_id uuid, account_id uuid, sequence bigint, as_of date, principal bigint,
    interest bigint, fees bigint, overpayment bigint, disbursed bigint, interest_applied bigint,
    carried_interest text, segment_start date, annual_rate bigint, charged_off_on date,
    updated_at timestamptz
);
