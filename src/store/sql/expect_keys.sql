SELECT book.expect_keys($1::uuid[], $2::uuid[])
