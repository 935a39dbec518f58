-- Takes every read table out of use, in one order.
DO $$
DECLARE
    tables text;
BEGIN
    SELECT string_agg(format('views.%I', relname), ', ' ORDER BY relname) INTO tables
        FROM pg_class WHERE relnamespace = 'views'::regnamespace AND relkind = 'r';
    EXECUTE 'LOCK TABLE ' || tables || ' IN $mode MODE';
END
$$
