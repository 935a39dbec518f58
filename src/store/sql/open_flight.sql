-- A flight adds rows before it has the lock of its book, so whoever has that lock may wait for those
-- rows while the flight waits for the lock: it is the flight that gives way, and soon.
SELECT set_config('quittance.creditors', $1, true), set_config('lock_timeout', '150ms', true)
