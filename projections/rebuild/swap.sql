-- Puts the rebuilt tables in the place of the present ones.
-- Table by table and not by renaming the schema, so that what is in it beside tables, such as the
-- view "audit", and the rights on it stay as they are.
DO $$
DECLARE
    table_name text;
BEGIN
    FOR table_name IN
        SELECT relname FROM pg_class
        WHERE relnamespace = 'rebuilt'::regnamespace AND relkind = 'r'
        ORDER BY relname
    LOOP
        EXECUTE format('DROP TABLE views.%I', table_name);
        EXECUTE format('ALTER TABLE rebuilt.%I SET SCHEMA views', table_name);
    END LOOP;
END
$$;
DROP SCHEMA rebuilt;
