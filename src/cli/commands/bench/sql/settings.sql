SELECT name, current_setting(name) AS value
FROM unnest(ARRAY['server_version', 'fsync', 'synchronous_commit', 'full_page_writes',
    'wal_sync_method', 'wal_compression', 'wal_level', 'shared_buffers', 'max_wal_size',
    'checkpoint_timeout', 'autovacuum', 'max_connections']) AS name
