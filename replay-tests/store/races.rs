//! Groups through several writers at once, as several processes would send them.

use crate::book::{Book, OWED, pay, request, words};
use quittance_store::Answer;
use std::sync::Arc;

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
