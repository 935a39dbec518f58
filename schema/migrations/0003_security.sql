-- Who may do what, and whose rows.
-- Row-level security is forced, so that it binds the owner of a table too.
-- The setting is read in a scalar sub-select: once a statement, not once a row.
GRANT USAGE ON SCHEMA book, views TO quittance_writer, quittance_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA book, views TO quittance_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA views TO quittance_reader;
GRANT SELECT ON book.creditors, book.books, book.events, book.api_keys, book.consumer_keys
    TO quittance_reader;
GRANT INSERT ON book.events, book.requests, book.claims, book.creditors, book.books,
    book.consumer_keys, book.api_keys TO quittance_writer;
GRANT UPDATE (sequence, hash, recorded_at) ON book.books TO quittance_writer;
GRANT UPDATE (last_used_at, revoked_at) ON book.api_keys TO quittance_writer;
GRANT DELETE ON book.consumer_keys TO quittance_writer;
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA views TO quittance_writer;
REVOKE INSERT, UPDATE ON views.audit FROM quittance_writer;

DO $$
DECLARE
    tenant_table regclass;
BEGIN
    FOR tenant_table IN
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('book', 'views') AND c.relkind = 'r'
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY tenant ON %s USING (creditor_id = ANY ((SELECT book.tenants())::uuid[]))',
            tenant_table);
    END LOOP;
END
$$;

-- A key is looked up before its tenant is known: whoever has the hash of a key may see its row.
CREATE POLICY bearer ON book.api_keys FOR SELECT
    USING (key_hash = (SELECT decode(nullif(current_setting('quittance.key_hash', true), ''), 'hex')));

-- The owner sees which creditors there are and how long each book is, so that a rebuild and a
-- verification find every book without a login that bypasses row-level security.
-- What is in a book stays hidden from the owner too, until it names the tenant.
CREATE POLICY registry ON book.creditors FOR SELECT TO quittance_owner USING (true);
CREATE POLICY registry ON book.books FOR SELECT TO quittance_owner USING (true);
