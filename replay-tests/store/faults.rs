//! Groups whose transaction fails, or whose connection is killed on the way.

use crate::book::{Book, OWED, pay, request, said, words};
use quittance_store::{Answer, Mode};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Makes Postgres refuse payments of 6.66, as a defect of ours would.
const POISON: &str = "
    CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.amount = 666 THEN RAISE EXCEPTION 'poisoned'; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER poison BEFORE INSERT ON views.payments
        FOR EACH ROW EXECUTE FUNCTION poison()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_postgres_refuses_fails_alone() {
    let book = Arc::new(Book::new().await);
    let [a, b] = book.accounts().await;
    let admin = book.test.admin().await;
    admin.batch_execute(POISON).await.unwrap();
    let poisoned = book.each(vec![pay(a, 100), pay(b, 666), pay(a, 200)]);
    let clean = book.each(vec![pay(b, 100), pay(b, 200)]);
    let (poisoned, clean) = tokio::join!(poisoned, clean);
    assert_eq!(words(&poisoned), "accepted failed accepted");
    assert_eq!(words(&clean), "accepted accepted");

    let whole = vec![pay(a, 100), pay(b, 666)];
    let key = request("plan", 1);
    let whole = book.whole(Mode::AllOrNothing, Some(key.clone()), whole);
    assert_eq!(whole.await, Answer::Failed);
    assert_eq!(book.owed(a).await, OWED - 300);
    assert_eq!(book.owed(b).await, OWED - 300);
    // Nothing of it was kept, so that it can be sent again when the fault is gone.
    admin
        .batch_execute("DROP TRIGGER poison ON views.payments")
        .await
        .unwrap();
    let whole = vec![pay(a, 100), pay(b, 666)];
    let whole = book.whole(Mode::AllOrNothing, Some(key), whole).await;
    assert_eq!(said(&whole), "accepted accepted");
    book.verify().await;
}

/// The writer's connection is killed while the group's transaction waits for the book's row: the
/// outcome is unknown to the caller, and sending the group again finds out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_on_a_killed_connection_is_written_once_when_sent_again() {
    let book = Arc::new(Book::new().await);
    let [a, b] = book.accounts().await;
    let wishes = move || {
        vec![
            pay(a, 100).with(request("one", 1)),
            pay(b, 200).with(request("two", 2)),
        ]
    };
    let admin = book.test.admin().await;
    admin
        .batch_execute("BEGIN; SELECT 1 FROM book.books FOR UPDATE")
        .await
        .unwrap();
    let sender = Arc::clone(&book);
    let sent = tokio::spawn(async move { sender.each(wishes()).await });
    let killer = book.test.admin().await;
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while killer.query(kill, &[]).await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(words(&sent.await.unwrap()), "failed failed");
    admin.batch_execute("COMMIT").await.unwrap();
    assert_eq!(book.count("payment.received").await, 0);

    let again = loop {
        let answers = book.each(wishes()).await;
        if !answers.contains(&Answer::Unavailable) {
            break answers;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(words(&again), "accepted accepted");
    assert_eq!(words(&book.each(wishes()).await), "replayed replayed");
    assert_eq!(book.owed(a).await, OWED - 100);
    assert_eq!(book.owed(b).await, OWED - 200);
    book.verify().await;
}

/// A session has the lock of the book and does nothing: who writes is told to come again, rather than
/// kept for as long as that lasts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_that_is_not_given_back_is_not_waited_for_without_end() {
    let book = Book::new().await;
    let [account] = book.accounts().await;
    let wishes = || vec![pay(account, 100).with(request("one", 1))];
    let admin = book.test.admin().await;
    let lock = "BEGIN; SELECT 1 FROM book.books FOR UPDATE";
    admin.batch_execute(lock).await.unwrap();
    let begun = Instant::now();
    assert_eq!(book.each(wishes()).await, [Answer::Unavailable]);
    let waited = begun.elapsed();
    assert!(waited < Duration::from_secs(20), "{waited:?}");
    admin.batch_execute("COMMIT").await.unwrap();
    assert_eq!(words(&book.each(wishes()).await), "accepted");
    assert_eq!(book.count("payment.received").await, 1);
    book.verify().await;
}

/// Somebody cancels the writer's statement, as a time set for all statements would: that says nothing
/// against the command.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_whose_statement_is_cancelled_can_be_sent_again() {
    let book = Arc::new(Book::new().await);
    let [account] = book.accounts().await;
    let wishes = move || vec![pay(account, 100).with(request("one", 1))];
    let admin = book.test.admin().await;
    let lock = "BEGIN; SELECT 1 FROM book.books FOR UPDATE";
    admin.batch_execute(lock).await.unwrap();
    let sender = Arc::clone(&book);
    let sent = tokio::spawn(async move { sender.each(wishes()).await });
    let somebody = book.test.admin().await;
    let cancel = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while somebody.query(cancel, &[]).await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(sent.await.unwrap(), [Answer::Unavailable]);
    admin.batch_execute("COMMIT").await.unwrap();
    assert_eq!(words(&book.each(wishes()).await), "accepted");
    assert_eq!(book.count("payment.received").await, 1);
    book.verify().await;
}
