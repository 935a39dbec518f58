SELECT pg_try_advisory_lock(hashtextextended('quittance rebuild ' || current_database(), 0))
