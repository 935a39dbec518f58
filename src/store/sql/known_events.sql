SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'book.events'::regclass
