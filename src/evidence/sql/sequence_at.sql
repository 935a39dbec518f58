-- The last event of the book that was known at a moment.
-- Sequences are dense and recorded times never go back, so bisecting finds it in a few lookups.
WITH RECURSIVE bisected (low, high) AS (
    SELECT 0::bigint, sequence FROM book.books WHERE creditor_id = $1
    UNION ALL
    SELECT
        CASE WHEN e.recorded_at <= $2 THEN e.sequence ELSE b.low END,
        CASE WHEN e.recorded_at <= $2 THEN b.high ELSE e.sequence - 1 END
    FROM bisected AS b
    JOIN book.events AS e ON e.creditor_id = $1 AND e.sequence = (b.low + b.high + 1) / 2
    WHERE b.low < b.high
)
SELECT low FROM bisected WHERE low = high
