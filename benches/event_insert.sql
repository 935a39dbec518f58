-- The least that an event store must do: one row, its own transaction, nothing read or checked.
-- A random version stands for the next one, which nobody reads here.
\set account random(1, :accounts)
\set version random(1, 9000000000000000)
\set cents random(1000, 9999)
INSERT INTO events (stream_id, version, type, payload) VALUES (:account, :version, 'bare', jsonb_build_object('payment', gen_random_uuid(), 'amount', CAST(:cents AS bigint), 'method', 'ach', 'effective', current_date, 'split', jsonb_build_object('principal', CAST(:cents AS bigint), 'interest', 0, 'fees', 0, 'overpayment', 0, 'refunded', 0)));
