-- Any answer will do.
SELECT 1
