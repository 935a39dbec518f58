//! Groups through several writers at once, as several processes would send them.

use crate::book::{Book, OWED, pay, request, words};
use quittance_store::keys::{self, KeyRole, NewKey};
use quittance_store::{Answer, Role, ids};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const GROUPS: u64 = 12;

/// Every group is sent twice, to two writers, while others go to the same two accounts: each
/// payment is executed once and answered alike wherever it is sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_groups_through_two_writers_are_executed_once() {
    let book = Arc::new(Book::new().await);
    let [a, b] = book.accounts().await;
    let second = book.second_writer().await;
    let mut tasks = tokio::task::JoinSet::new();
    for group in 0..GROUPS {
        for writer in [book.writer.clone(), second.clone()] {
            let book = Arc::clone(&book);
            tasks.spawn(async move {
                let wishes = (0..20).map(|row| {
                    let account = if row % 2 == 0 { a } else { b };
                    // The next group shares half of the rows of this one.
                    let key = request(&format!("row-{}", group * 10 + row), 7);
                    pay(account, 100).with(key)
                });
                book.each_by(&writer, wishes.collect()).await
            });
        }
    }
    let answers: Vec<Answer> = tasks.join_all().await.into_iter().flatten().collect();
    let rows = i64::try_from(GROUPS).unwrap() * 10 + 10;
    let fresh = |answer: &&Answer| matches!(answer, Answer::Fresh(_));
    let executed = answers.iter().filter(fresh).count();
    assert_eq!(
        i64::try_from(executed).unwrap(),
        rows,
        "{}",
        words(&answers)
    );
    let replayed = |answer: &Answer| matches!(answer, Answer::Fresh(_) | Answer::Replayed(_));
    assert!(answers.iter().all(replayed), "{}", words(&answers));
    assert_eq!(book.count("payment.received").await, rows);
    let owed = book.owed(a).await + book.owed(b).await;
    assert_eq!(owed, 2 * OWED - 100 * rows);
    book.verify().await;
}

/// A writer that is never idle, on accounts whose history takes long to read, does not keep another
/// from writing: each of the other's commands is answered soon.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_writer_starves_no_other() {
    let book = Arc::new(Book::new().await);
    let [a, b] = book.accounts().await;
    for _ in 0..8 {
        let wishes = (0..500).map(|row| pay(if row % 2 == 0 { a } else { b }, 1));
        book.each(wishes.collect()).await;
    }
    let stop = Arc::new(AtomicBool::new(false));
    let mut busy = tokio::task::JoinSet::new();
    for client in 0..8 {
        let (book, stop) = (Arc::clone(&book), Arc::clone(&stop));
        busy.spawn(async move {
            let mut paid = 0;
            while !stop.load(Ordering::Relaxed) {
                let account = if client % 2 == 0 { a } else { b };
                book.each(vec![pay(account, 1)]).await;
                paid += 1;
            }
            paid
        });
    }
    let second = book.second_writer().await;
    let mut longest = Duration::ZERO;
    for turn in 0..20 {
        let begun = Instant::now();
        let account = if turn % 2 == 0 { a } else { b };
        let answered = book.each_by(&second, vec![pay(account, 1)]);
        let answered = tokio::time::timeout(Duration::from_secs(30), answered).await;
        let answers = answered.expect("the second writer starves");
        assert!(matches!(answers[..], [Answer::Fresh(_)]), "{answers:?}");
        longest = longest.max(begun.elapsed());
    }
    stop.store(true, Ordering::Relaxed);
    let paid: i64 = busy.join_all().await.into_iter().sum();
    assert!(paid > 20, "the other writer was hardly busy: {paid}");
    assert!(
        longest < Duration::from_secs(5),
        "an answer took {longest:?}"
    );
    let owed = book.owed(a).await + book.owed(b).await;
    assert_eq!(owed, 2 * OWED - 4_000 - 20 - paid);
    book.verify().await;
}

/// Race: a flight fails because another process wrote first, and that process wrote as many events
/// as the flight would have. The flight behind it finds the sequence that it expects and a history
/// that it was not decided on. Without the comparison of hashes it is written all the same.
#[tokio::test]
async fn a_head_is_known_by_its_hash_and_not_by_its_number() {
    let book = Book::new().await;
    let [_] = book.accounts().await;
    let admin = book.test.admin().await;
    let head = "SELECT sequence, hash FROM book.books WHERE creditor_id = $1";
    let head = admin.query_one(head, &[&book.creditor.0]).await.unwrap();
    let (sequence, hash): (i64, Vec<u8>) = (head.get(0), head.get(1));
    let advance = "SELECT book.advance($1, $2, $3, $4, $5)";
    let writer = book.test.role("quittance_writer").await;
    let tenant = format!("SET quittance.creditors = '{}'", book.creditor);
    writer.batch_execute(&tenant).await.unwrap();
    let creditors = vec![book.creditor.0];
    let (next, other) = (vec![sequence + 1], vec![vec![7_u8; 32]]);
    for (expected, moved) in [(other.clone(), false), (vec![hash], true)] {
        let told = writer
            .execute(
                advance,
                &[&creditors, &expected, &next, &other, &ids::now()],
            )
            .await;
        let code = told.err().and_then(|error| error.code().cloned());
        let refused = code.as_ref().is_some_and(|code| code.code() == "QB001");
        assert_eq!(refused, !moved, "{code:?}");
    }
}

/// Flights of one writer on their way at once, all to one account: none of them is rolled back,
/// since each waits for the lock of the head before it looks at the head.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flights_of_one_writer_wait_for_one_another() {
    let book = Arc::new(Book::new().await);
    let [account] = book.accounts().await;
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let book = Arc::clone(&book);
        clients.spawn(async move {
            for _ in 0..50 {
                book.each(vec![pay(account, 1)]).await;
            }
        });
    }
    clients.join_all().await;
    assert_eq!(book.owed(account).await, OWED - 800);
    assert_eq!(
        counted(book, "xact_rollback").await,
        0,
        "flights were decided again"
    );
}

/// What Postgres has counted in the book's database until the writer ended.
async fn counted(book: Arc<Book>, what: &str) -> i64 {
    let Book { test, writer, .. } = Arc::into_inner(book).unwrap();
    let admin = test.admin().await;
    // A session's counts are those of the database once it has ended.
    drop(writer);
    let sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    for _ in 0..200 {
        let left: i64 = admin.query_one(sessions, &[]).await.unwrap().get(0);
        if left == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let count = format!("SELECT {what} FROM pg_stat_database WHERE datname = current_database()");
    admin.query_one(&count, &[]).await.unwrap().get(0)
}

/// Keys are minted in a book that is paid into all the time: the lock of the book is taken first for
/// a key, and last by a flight, so the two wait for one another, and it is the flight that gives way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_minted_in_a_busy_book() {
    let book = Arc::new(Book::new().await);
    let [account] = book.accounts().await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (book, stop) = (Arc::clone(&book), Arc::clone(&stop));
        clients.spawn(async move {
            let mut paid = 0;
            while !stop.load(Ordering::Relaxed) {
                let answers = book.each(vec![pay(account, 1)]).await;
                assert_eq!(words(&answers), "accepted");
                paid += 1;
            }
            paid
        });
    }
    let database = book.test.database();
    let mut client = database.connect(Role::Writer).await.unwrap();
    for key in 0..20 {
        let new = NewKey {
            name: &format!("key {key}"),
            role: KeyRole::Viewer,
            scopes: &[],
            expires_at: None,
        };
        keys::mint(&mut client, book.creditor, new, "test")
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    stop.store(true, Ordering::Relaxed);
    let paid: i64 = clients.join_all().await.into_iter().sum();
    assert!(paid > 100, "the book was hardly busy: {paid}");
    assert_eq!(book.owed(account).await, OWED - paid);
    book.verify().await;
    drop(client);
    assert_eq!(counted(book, "deadlocks").await, 0);
}
