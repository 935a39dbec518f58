-- Listed or not.
SELECT consumer_id FROM views.consumers WHERE creditor_id = $1 AND consumer_id = $2
