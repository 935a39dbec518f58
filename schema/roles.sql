-- The three roles of the ledger; run before the migrations, harmless when repeated.
-- None of them can log in or bypasses row-level security: programs log in as themselves and take a
-- role for each connection.
-- Programs that start at once take turns: Postgres refuses a grant on what another is granting.
SELECT pg_advisory_xact_lock(hashtextextended('quittance roles', 0));

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['quittance_owner', 'quittance_writer', 'quittance_reader'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS NOINHERIT', role_name);
            END IF;
            IF NOT pg_has_role(current_user, role_name, 'MEMBER') THEN
                EXECUTE format('GRANT %I TO %I', role_name, current_user);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            -- Another program made the role at the same moment.
            NULL;
        END;
    END LOOP;
    IF NOT has_database_privilege('quittance_owner', current_database(), 'CREATE') THEN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO quittance_owner', current_database());
    END IF;
END
$$;

-- Where the list of applied migrations is kept.
CREATE SCHEMA IF NOT EXISTS migrations AUTHORIZATION quittance_owner;
