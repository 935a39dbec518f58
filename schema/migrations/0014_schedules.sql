-- Instalment schedules: how late accounts are.
-- The due date of an account's oldest unpaid instalment, on both axes of time: what it is from the
-- end of a day on (`since`) and until another, as an event has made it known (`sequence`); without a
-- date nothing is to be paid. How late that is on a day is the days between the two.
-- An event has rows for the days that it changes and for no others: what holds on a day is the row of
-- the last event that has one for it.
CREATE TABLE views.delinquencies (
    creditor_id uuid NOT NULL,
    account_id uuid NOT NULL,
    sequence bigint NOT NULL,
    since date NOT NULL,
    until date,
    oldest_unpaid date,
    PRIMARY KEY (creditor_id, account_id, sequence, since)
);

GRANT SELECT, INSERT ON views.delinquencies TO quittance_writer;
GRANT SELECT ON views.delinquencies TO quittance_reader;
ALTER TABLE views.delinquencies ENABLE ROW LEVEL SECURITY;
ALTER TABLE views.delinquencies FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON views.delinquencies
    USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]));
