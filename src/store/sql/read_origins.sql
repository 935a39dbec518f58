SELECT origin_id, salt, address, user_agent FROM book.origins WHERE creditor_id = $1
