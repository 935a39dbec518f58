//! States that are kept in memory, when there is hardly any.

use crate::book::{Book, OWED, pay, words};
use quittance_store::WriterOptions;
use std::sync::Arc;
use std::time::Duration;

/// Room for nothing at all.
fn forgetful() -> WriterOptions {
    WriterOptions {
        cached_facts: 1,
        ..WriterOptions::default()
    }
}

/// A stream whose last command is still on its way must not be read from the book instead, which
/// does not have that command yet.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_in_flight_is_not_forgotten() {
    let book = Arc::new(Book::with(forgetful()).await);
    let [a, b] = book.accounts().await;
    let admin = book.test.admin().await;
    let lock = "BEGIN; SELECT 1 FROM book.books FOR UPDATE";
    admin.batch_execute(lock).await.unwrap();
    // Two flights are held up, one behind the other, and both pay to the same account.
    let pay_soon = |amount| {
        let book = Arc::clone(&book);
        tokio::spawn(async move { book.each(vec![pay(a, amount), pay(b, 1)]).await })
    };
    let first = pay_soon(100);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let second = pay_soon(200);
    tokio::time::sleep(Duration::from_millis(200)).await;
    admin.batch_execute("COMMIT").await.unwrap();
    assert_eq!(words(&first.await.unwrap()), "accepted accepted");
    assert_eq!(words(&second.await.unwrap()), "accepted accepted");
    assert_eq!(book.owed(a).await, OWED - 300);
    assert_eq!(book.owed(b).await, OWED - 2);
    book.verify().await;
}

/// Everything is read again for nearly every batch, and comes out as if it were remembered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writer_that_forgets_everything_decides_as_one_that_does_not() {
    let book = Arc::new(Book::with(forgetful()).await);
    let accounts: [_; 6] = book.accounts().await;
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..6 {
        let book = Arc::clone(&book);
        tasks.spawn(async move {
            for turn in 0..20 {
                let account = accounts[(task + turn) % accounts.len()];
                let answers = book.each(vec![pay(account, 10)]).await;
                assert_eq!(words(&answers), "accepted");
            }
        });
    }
    tasks.join_all().await;
    for account in accounts {
        assert_eq!(book.owed(account).await, OWED - 200);
    }
    book.verify().await;
}
