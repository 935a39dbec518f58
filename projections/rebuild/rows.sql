SELECT ARRAY[$key]::text AS key, ARRAY[$columns] AS columns
FROM $table
WHERE creditor_id = '$creditor'
ORDER BY ARRAY[$key]::text COLLATE "C"
