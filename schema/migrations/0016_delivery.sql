-- Telling others: where a creditor's events are sent, what waits to be sent, and what became of it.
-- Endpoints are a read model of the creditor's settings.
CREATE TABLE views.webhooks (
    creditor_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    -- The book sequence of its first configuration: it is told of what comes after.
    sequence bigint NOT NULL,
    -- As the settings have it, its secrets sealed; absent once it has been removed.
    webhook json,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (creditor_id, webhook_id)
);

-- What follows is beside the book: what was sent when, and what was answered, no event can tell.
CREATE SCHEMA delivery;

-- How far each endpoint has come, and how it does.
CREATE TABLE delivery.endpoints (
    creditor_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    -- What the book holds up to here has been made into messages.
    sequence bigint NOT NULL,
    -- Messages given up in a row.
    failures integer NOT NULL DEFAULT 0,
    last_delivered_at timestamptz,
    last_error text,
    PRIMARY KEY (creditor_id, webhook_id)
);

-- Each is sent until it has been taken or is given up; its id stays the same.
CREATE TABLE delivery.messages (
    creditor_id uuid NOT NULL,
    message_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    -- The event that it tells of; absent for a test.
    sequence bigint,
    topic text NOT NULL,
    body text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts integer NOT NULL DEFAULT 0,
    -- Attempts made before somebody asked for it to be sent again: its delays begin anew.
    attempts_before integer NOT NULL DEFAULT 0,
    -- When it is to be sent; while it is being sent, when it is to be sent again should whoever
    -- sends it never say how that ended.
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (creditor_id, message_id)
);
CREATE INDEX messages_due ON delivery.messages (creditor_id, webhook_id, due_at)
    WHERE state = 'pending';
CREATE INDEX messages_by_webhook ON delivery.messages (creditor_id, webhook_id, message_id);
CREATE INDEX messages_dead ON delivery.messages (creditor_id, webhook_id, message_id)
    WHERE state = 'dead';
CREATE INDEX messages_finished ON delivery.messages (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE delivery.attempts (
    creditor_id uuid NOT NULL,
    message_id uuid NOT NULL,
    number integer NOT NULL,
    started_at timestamptz NOT NULL,
    took_ms integer NOT NULL,
    -- What was answered, if anything was.
    status smallint,
    error text,
    PRIMARY KEY (creditor_id, message_id, number),
    FOREIGN KEY (creditor_id, message_id) REFERENCES delivery.messages ON DELETE CASCADE
);

GRANT USAGE ON SCHEMA delivery TO quittance_writer, quittance_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA delivery TO quittance_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA delivery TO quittance_writer;
GRANT SELECT ON views.webhooks TO quittance_reader;
GRANT SELECT, INSERT, UPDATE ON views.webhooks TO quittance_writer;

DO $$
DECLARE
    tenant_table regclass;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['views.webhooks', 'delivery.endpoints',
        'delivery.messages', 'delivery.attempts']::regclass[]
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY tenant ON %s USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]))',
            tenant_table);
    END LOOP;
END
$$;
