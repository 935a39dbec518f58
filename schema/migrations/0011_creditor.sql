-- Read models of the creditor's portal: settings, notes, disputes.
CREATE TABLE views.settings (
    creditor_id uuid NOT NULL,
    sequence bigint NOT NULL,
    settlement_matrix json NOT NULL,
    -- A list of postal codes; absent when debts may be placed anywhere.
    licensed_states json,
    -- The published APIs that are closed to the creditor.
    closed_apis json NOT NULL,
    -- The terms that accounts are opened on, by the program's code.
    programs json NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (creditor_id)
);

-- The event gives the author and the recorded time.
CREATE TABLE views.notes (
    creditor_id uuid NOT NULL,
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    note_id uuid NOT NULL,
    sealed text NOT NULL,
    PRIMARY KEY (creditor_id, account_id, sequence)
);

CREATE TABLE views.disputes (
    creditor_id uuid NOT NULL,
    -- The book sequence of the filing.
    sequence bigint NOT NULL,
    dispute_id uuid NOT NULL,
    account_id uuid NOT NULL,
    amount bigint NOT NULL,
    filed_on date NOT NULL,
    filed_at timestamptz NOT NULL,
    sealed text NOT NULL,
    -- Absent while it is open.
    outcome text,
    resolved_on date,
    resolved_at timestamptz,
    resolution_sealed text,
    PRIMARY KEY (creditor_id, sequence)
);
CREATE UNIQUE INDEX disputes_by_id ON views.disputes (creditor_id, dispute_id);
CREATE INDEX disputes_by_account ON views.disputes (creditor_id, account_id, sequence);

DO $$
DECLARE
    tenant_table regclass;
BEGIN
    FOREACH tenant_table IN ARRAY
        ARRAY['views.settings', 'views.notes', 'views.disputes']::regclass[]
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO quittance_reader', tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO quittance_writer', tenant_table);
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY tenant ON %s USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]))',
            tenant_table);
    END LOOP;
END
$$;

-- A search by the creditor's own number goes through the names that are taken.
GRANT SELECT ON book.claims TO quittance_reader;
