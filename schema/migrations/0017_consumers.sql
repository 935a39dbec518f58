-- Consumers: one noun for all accounts of a creditor's book.
CREATE TABLE views.consumers (
    creditor_id uuid NOT NULL,
    consumer_id uuid NOT NULL,
    -- Of the first event that names the consumer.
    sequence bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- Of the event that tells what is known; the last one holds.
    told_sequence bigint NOT NULL,
    sealed text NOT NULL,
    external_id text COLLATE "C",
    -- Not listed while the last removal is later than the last return.
    removed_sequence bigint,
    restored_sequence bigint,
    -- Of the erasure, from which nothing that was told is kept.
    erased_sequence bigint,
    PRIMARY KEY (creditor_id, consumer_id)
);
-- Pages of those who are listed, newest first.
CREATE INDEX consumers_by_sequence ON views.consumers (creditor_id, sequence)
    WHERE removed_sequence IS NULL OR removed_sequence < restored_sequence;

GRANT SELECT, INSERT, UPDATE ON views.consumers TO quittance_writer;
GRANT SELECT ON views.consumers TO quittance_reader;
ALTER TABLE views.consumers ENABLE ROW LEVEL SECURITY;
ALTER TABLE views.consumers FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON views.consumers
    USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]));
