-- Gives the rebuilt tables what the present ones have beside their columns and keys: indexes,
-- rights and row-level security.
DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        SELECT replace(pg_get_indexdef(i.indexrelid), ' ON views.', ' ON rebuilt.')
        FROM pg_index i
        JOIN pg_class c ON c.oid = i.indrelid
        WHERE c.relnamespace = 'views'::regnamespace AND c.relkind = 'r' AND NOT i.indisprimary
        UNION ALL
        SELECT format('ALTER TABLE rebuilt.%I ENABLE ROW LEVEL SECURITY', relname)
        FROM pg_class
        WHERE relnamespace = 'views'::regnamespace AND relkind = 'r' AND relrowsecurity
        UNION ALL
        SELECT format('ALTER TABLE rebuilt.%I FORCE ROW LEVEL SECURITY', relname)
        FROM pg_class
        WHERE relnamespace = 'views'::regnamespace AND relkind = 'r' AND relforcerowsecurity
        UNION ALL
        SELECT format('CREATE POLICY %I ON rebuilt.%I AS %s FOR %s TO %s', policyname, tablename,
                permissive, cmd,
                (SELECT string_agg(CASE r WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(r) END, ', ')
                    FROM unnest(roles::text[]) AS r))
            || coalesce(' USING (' || qual || ')', '')
            || coalesce(' WITH CHECK (' || with_check || ')', '')
        FROM pg_policies
        WHERE schemaname = 'views'
        UNION ALL
        SELECT format('GRANT %s ON rebuilt.%I TO %s', a.privilege_type, c.relname,
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
        FROM pg_class c, aclexplode(c.relacl) AS a
        WHERE c.relnamespace = 'views'::regnamespace AND c.relkind = 'r'
            AND a.grantee <> c.relowner
        UNION ALL
        SELECT format('GRANT %s (%I) ON rebuilt.%I TO %s', a.privilege_type, t.attname, c.relname,
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
        FROM pg_class c
        JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) AS a
        WHERE c.relnamespace = 'views'::regnamespace AND c.relkind = 'r'
    LOOP
        EXECUTE statement;
    END LOOP;
    FOR statement IN
        SELECT format('ANALYZE rebuilt.%I', relname)
        FROM pg_class WHERE relnamespace = 'rebuilt'::regnamespace AND relkind = 'r'
    LOOP
        EXECUTE statement;
    END LOOP;
END
$$
