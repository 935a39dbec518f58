ANALYZE book.events, book.requests, book.claims, views.accounts, views.balances, views.payments,
    views.settlement_offers, views.journal, views.counters
