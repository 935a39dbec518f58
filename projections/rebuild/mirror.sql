-- An empty table for each table of schema views, with its primary key and no other index.
-- It follows the catalog and not a file, so that it makes what the migrations have made.
DO $$
DECLARE
    model record;
BEGIN
    FOR model IN
        SELECT c.relname, array_to_string(c.reloptions, ', ') AS options, k.conname,
            pg_get_constraintdef(k.oid) AS key
        FROM pg_class c
        JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
        WHERE c.relnamespace = 'views'::regnamespace AND c.relkind = 'r'
    LOOP
        EXECUTE format(
            'CREATE TABLE $schema.%I (LIKE views.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS'
            ' INCLUDING GENERATED INCLUDING IDENTITY INCLUDING STORAGE)',
            model.relname, model.relname);
        IF model.options IS NOT NULL THEN
            EXECUTE format('ALTER TABLE $schema.%I SET (%s)', model.relname, model.options);
        END IF;
        EXECUTE format('ALTER TABLE $schema.%I ADD CONSTRAINT %I %s',
            model.relname, model.conname, model.key);
    END LOOP;
END
$$
