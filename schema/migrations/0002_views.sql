-- Read models: rows derived from the book, written with the events and made again by a rebuild.
-- A rebuild makes tables like these in a schema of their own, which then take the places of these.
CREATE SCHEMA views;

CREATE TABLE views.accounts (
    creditor_id uuid NOT NULL,
    account_id uuid NOT NULL,
    -- The book sequence of the opening: the integer id on surfaces that want one.
    sequence bigint NOT NULL,
    consumer_id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    status text NOT NULL,
    -- Status, stage of collection and whether it is disputed, in one: `active/contacted/disputed`.
    condition text COLLATE "C" NOT NULL,
    product text NOT NULL,
    approved_principal bigint NOT NULL,
    opened_on date NOT NULL,
    created_at timestamptz NOT NULL,
    terms json NOT NULL,
    details json NOT NULL,
    sealed text NOT NULL,
    PRIMARY KEY (creditor_id, account_id)
);
CREATE UNIQUE INDEX accounts_by_sequence ON views.accounts (creditor_id, sequence);
-- A consumer's accounts, the newest telling what is known of them last.
CREATE INDEX accounts_by_consumer ON views.accounts (creditor_id, consumer_id, sequence);
CREATE INDEX accounts_by_status ON views.accounts (creditor_id, status, sequence);
CREATE INDEX accounts_by_condition ON views.accounts (creditor_id, condition, sequence);

-- What changes with every payment, kept narrow so that updates stay on their page.
-- Amounts are minor units of the account's currency.
CREATE TABLE views.balances (
    creditor_id uuid NOT NULL,
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    as_of date NOT NULL,
    principal bigint NOT NULL,
    interest bigint NOT NULL,
    fees bigint NOT NULL,
    overpayment bigint NOT NULL,
    disbursed bigint NOT NULL,
    -- Interest not yet rounded, as the domain counts it, and where the open segment began.
    carried_interest numeric(39, 0) NOT NULL,
    -- Interest already applied to, which is rounded together with what is due.
    interest_applied bigint NOT NULL,
    segment_start date,
    -- The yearly rate in force, in ten-billionths.
    annual_rate bigint NOT NULL,
    charged_off_on date,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, creditor_id)
);

CREATE TABLE views.statuses (
    creditor_id uuid NOT NULL,
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    status text NOT NULL,
    effective_date date NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (creditor_id, account_id, sequence)
);

CREATE TABLE views.payments (
    creditor_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    -- The book sequence of its recording: the integer id on surfaces that want one.
    sequence bigint NOT NULL,
    account_id uuid NOT NULL,
    amount bigint NOT NULL,
    fees bigint NOT NULL,
    interest bigint NOT NULL,
    principal bigint NOT NULL,
    overpayment bigint NOT NULL,
    refunded bigint NOT NULL,
    effective_date date NOT NULL,
    recorded_at timestamptz NOT NULL,
    method text NOT NULL,
    status text NOT NULL,
    external_id text,
    -- Both keys grow at their end: recorded payments come in order of sequence and of id.
    PRIMARY KEY (creditor_id, sequence)
);
CREATE UNIQUE INDEX payments_by_id ON views.payments (payment_id, creditor_id);

CREATE TABLE views.settlement_offers (
    creditor_id uuid NOT NULL,
    sequence bigint NOT NULL,
    offer_id uuid NOT NULL,
    account_id uuid NOT NULL,
    amount bigint NOT NULL,
    -- What the consumer would settle for, while it is the creditor's turn.
    counter_amount bigint,
    balance bigint NOT NULL,
    tier text NOT NULL,
    status text NOT NULL,
    offered_on date NOT NULL,
    offered_at timestamptz NOT NULL,
    expires_on date,
    accepted_at timestamptz,
    PRIMARY KEY (creditor_id, sequence)
);
CREATE UNIQUE INDEX settlement_offers_by_id ON views.settlement_offers (creditor_id, offer_id);
CREATE INDEX settlement_offers_by_account
    ON views.settlement_offers (creditor_id, account_id, sequence);

-- Each line balances by itself: amount, always positive, from credit to debit.
-- The event gives account, type and recorded time.
CREATE TABLE views.journal (
    creditor_id uuid NOT NULL,
    sequence bigint NOT NULL,
    line integer NOT NULL,
    debit smallint NOT NULL,
    credit smallint NOT NULL,
    effective_date date NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    PRIMARY KEY (creditor_id, sequence, line)
);

-- Totals, so that no list ever counts.
CREATE TABLE views.counters (
    creditor_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (creditor_id, name)
);

-- Who did what, when, and how it ended: the book itself, read as an audit log.
CREATE VIEW views.audit WITH (security_invoker = true) AS
    SELECT creditor_id, sequence, recorded_at, effective_date, actor, request_id, origin, type,
        stream_id AS account_id,
        CASE type WHEN 'command.refused' THEN 'refused' ELSE 'accepted' END AS outcome,
        payload
    FROM book.events;
