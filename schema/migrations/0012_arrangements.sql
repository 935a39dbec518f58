-- Arrangements over time: payment plans, recurring payments, and what the daily close has to do.
-- One row for each account that a plan covers; the rows of part 0 lead: their sequence is the
-- plan's integer id.
CREATE TABLE views.plans (
    creditor_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    part integer NOT NULL,
    consumer_id uuid NOT NULL,
    origin text NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    approved_at timestamptz,
    rejected_at timestamptz,
    deactivated_at timestamptz,
    rejected_by text,
    -- SHA-256 of the secret in the debtor's link.
    link_hash bytea,
    sealed text,
    terms json NOT NULL,
    PRIMARY KEY (creditor_id, plan_id, account_id)
);
CREATE UNIQUE INDEX plans_by_sequence ON views.plans (creditor_id, sequence) WHERE part = 0;
CREATE INDEX plans_by_account ON views.plans (creditor_id, account_id);
CREATE INDEX plans_by_link ON views.plans (link_hash) WHERE link_hash IS NOT NULL;

-- Surfaces that name an account by its creditor's number.
CREATE INDEX accounts_by_number ON views.accounts (creditor_id, number);

GRANT SELECT, INSERT, UPDATE ON views.plans TO quittance_writer;
GRANT SELECT ON views.plans TO quittance_reader;
ALTER TABLE views.plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE views.plans FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON views.plans
    USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]));

-- A debtor's link is looked up before its tenant is known: whoever has the secret may see its row.
CREATE POLICY bearer ON views.plans FOR SELECT USING (
    link_hash = (SELECT decode(nullif(current_setting('quittance.link_hash', true), ''), 'hex')));

CREATE TABLE views.recurring_payments (
    creditor_id uuid NOT NULL,
    recurring_id uuid NOT NULL,
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    amount bigint NOT NULL,
    method text NOT NULL,
    frequency text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    recorded_as text NOT NULL,
    instrument_id uuid,
    status text NOT NULL,
    next_date date,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (creditor_id, recurring_id)
);
CREATE INDEX recurring_payments_by_account
    ON views.recurring_payments (creditor_id, account_id, sequence);

-- The daily close's work: accounts by the first day on which there is something to do.
CREATE TABLE views.due (
    creditor_id uuid NOT NULL,
    account_id uuid NOT NULL,
    -- Of the event that set the date: what is done for it is done once.
    sequence bigint NOT NULL,
    due_on date,
    PRIMARY KEY (creditor_id, account_id)
);
CREATE INDEX due_by_date ON views.due (creditor_id, due_on, account_id) WHERE due_on IS NOT NULL;

DO $$
DECLARE
    model text;
BEGIN
    FOREACH model IN ARRAY ARRAY['views.recurring_payments', 'views.due'] LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO quittance_writer', model);
        EXECUTE format('GRANT SELECT ON %s TO quittance_reader', model);
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', model);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', model);
        EXECUTE format(
            'CREATE POLICY tenant ON %s USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]))',
            model);
    END LOOP;
END
$$;
