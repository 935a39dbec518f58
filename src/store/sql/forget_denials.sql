DELETE FROM book.denials WHERE denied_at < $1
