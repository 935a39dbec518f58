-- One payment as a textbook writes it: one transaction, the account's row locked first.
-- The payment's id comes with the locked row, which spares a round trip.
\set account random(1, :accounts)
\set cents random(1000, 9999)
BEGIN;
SELECT version AS version, gen_random_uuid() AS payment FROM accounts WHERE id = :account FOR UPDATE \gset
INSERT INTO idempotency (key, status, payment_id) VALUES (gen_random_uuid()::text, 201, CAST(:payment AS uuid));
INSERT INTO events (stream_id, version, type, payload) VALUES (:account, CAST(:version AS bigint) + 1, 'payment.received', jsonb_build_object('payment', CAST(:payment AS uuid), 'amount', CAST(:cents AS bigint), 'method', 'ach', 'effective', current_date, 'split', jsonb_build_object('principal', CAST(:cents AS bigint), 'interest', 0, 'fees', 0, 'overpayment', 0, 'refunded', 0)));
INSERT INTO payments (id, account_id, amount, principal, interest, fees, method, status) VALUES (CAST(:payment AS uuid), :account, CAST(:cents AS numeric) / 100, CAST(:cents AS numeric) / 100, 0, 0, 'ach', 'completed');
INSERT INTO journal (payment_id, ledger_account, debit, credit) VALUES (CAST(:payment AS uuid), 'cash', CAST(:cents AS numeric) / 100, 0), (CAST(:payment AS uuid), 'loans_receivable', 0, CAST(:cents AS numeric) / 100);
UPDATE accounts SET version = version + 1, principal = principal - CAST(:cents AS numeric) / 100, paid = paid + CAST(:cents AS numeric) / 100, updated_at = now() WHERE id = :account;
COMMIT;
