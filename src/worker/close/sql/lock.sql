SELECT pg_try_advisory_lock(hashtextextended('quittance daily close ' || $1::uuid, 0))
