-- Read models of the creditor's portal: settings.
CREATE TABLE views.settings (
    creditor_id uuid NOT NULL,
    sequence bigint NOT NULL,
    settlement_matrix json NOT NULL,
    -- A list of postal codes; absent when debts may be placed anywhere.
    licensed_states json,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (creditor_id)
);

GRANT SELECT ON views.settings TO quittance_reader;
GRANT SELECT, INSERT, UPDATE ON views.settings TO quittance_writer;
ALTER TABLE views.settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE views.settings FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON views.settings
    USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]));
