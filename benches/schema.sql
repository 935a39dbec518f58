-- The tables of the textbook ledger that the service is compared with: what one would write first,
-- with the indexes it needs and no more.
-- Made anew for every round, so that no round works on larger tables than the one before.
DROP TABLE IF EXISTS accounts, events, idempotency, payments, journal;

CREATE TABLE accounts (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    principal numeric(20,4) NOT NULL,
    interest numeric(20,4) NOT NULL,
    fees numeric(20,4) NOT NULL,
    paid numeric(20,4) NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE events (
    id bigserial PRIMARY KEY,
    stream_id bigint NOT NULL,
    version bigint NOT NULL,
    type text NOT NULL,
    payload jsonb NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    -- The concurrency check of every event store.
    UNIQUE (stream_id, version)
);

CREATE TABLE idempotency (
    key text PRIMARY KEY,
    status integer NOT NULL,
    payment_id uuid NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE payments (
    id uuid PRIMARY KEY,
    account_id bigint NOT NULL,
    amount numeric(20,4) NOT NULL,
    principal numeric(20,4) NOT NULL,
    interest numeric(20,4) NOT NULL,
    fees numeric(20,4) NOT NULL,
    method text NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payments_by_account ON payments (account_id, id);

CREATE TABLE journal (
    id bigserial PRIMARY KEY,
    payment_id uuid NOT NULL,
    ledger_account text NOT NULL,
    debit numeric(20,4) NOT NULL,
    credit numeric(20,4) NOT NULL
);

INSERT INTO accounts
    SELECT id, 0, 1000000000, 0, 0, 0, now() FROM generate_series(1, $accounts) AS id;
