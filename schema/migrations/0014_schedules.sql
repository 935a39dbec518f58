-- Instalment schedules: how late accounts are.
-- One row whenever the due date of an account's oldest unpaid instalment changes; without a date
-- nothing is to be paid. How late that is on a day is the days between the two.
CREATE TABLE views.delinquencies (
    creditor_id uuid NOT NULL,
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    oldest_unpaid date,
    PRIMARY KEY (creditor_id, account_id, sequence)
);

GRANT SELECT, INSERT ON views.delinquencies TO quittance_writer;
GRANT SELECT ON views.delinquencies TO quittance_reader;
ALTER TABLE views.delinquencies ENABLE ROW LEVEL SECURITY;
ALTER TABLE views.delinquencies FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON views.delinquencies
    USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]));
