SELECT j.sequence, j.line, j.debit, j.credit, j.effective_date, j.amount, e.type, e.recorded_at
FROM book.events e
JOIN views.journal j ON j.creditor_id = e.creditor_id AND j.sequence = e.sequence
WHERE e.creditor_id = $1 AND e.stream_id = $2
    AND ($3::timestamptz IS NULL OR e.recorded_at <= $3)
    AND ($4::date IS NULL OR j.effective_date <= $4)
ORDER BY j.sequence, j.line
