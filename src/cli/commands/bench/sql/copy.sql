-- The rows that a replay folds, written out by the database and thrown away: no client, no network,
-- nothing read by anyone.
COPY (
    SELECT sequence, stream_id, version, recorded_at, type, payload
    FROM book.events
    WHERE creditor_id = '$creditor' AND sequence <= $until
    ORDER BY sequence
) TO '/dev/null' (FORMAT binary)
