-- Arrangements over time: payment plans.
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
