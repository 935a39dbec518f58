//! A stream whose events cannot be read fails its own commands and nobody else's.

use crate::book::{Book, OWED, pay, place, request, said, words};
use quittance_domain::AccountId;
use quittance_store::{Answer, Mode};

/// Spoils an account's last event, as a disk or a defect of ours might, and takes it out of memory.
async fn spoil(book: &mut Book, account: AccountId) {
    let admin = book.test.admin().await;
    let sql = "SET session_replication_role = replica;
        ALTER TABLE book.events DISABLE TRIGGER events_are_immutable";
    admin.batch_execute(sql).await.unwrap();
    let sql = "UPDATE book.events SET payload = '{\"unheard\": 1}' WHERE sequence =
        (SELECT max(sequence) FROM book.events WHERE stream_id = $1)";
    admin.execute(sql, &[&account.0]).await.unwrap();
    book.writer = book.second_writer().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unreadable_stream_fails_alone() {
    let mut book = Book::new().await;
    let [spoilt, a, b] = book.accounts().await;
    book.each(vec![pay(spoilt, 100)]).await;
    spoil(&mut book, spoilt).await;
    // In one batch, on streams that are all to be read.
    let wishes = vec![pay(a, 100), pay(spoilt, 100), pay(b, 200), place("n-9")];
    let answers = book.each(wishes).await;
    assert_eq!(words(&answers), "accepted failed accepted accepted");
    assert_eq!(answers[1], Answer::Failed);
    // And again, since nothing of it is remembered as if it could be read.
    let answers = book.each(vec![pay(spoilt, 100), pay(a, 100)]).await;
    assert_eq!(words(&answers), "failed accepted");
    let whole = vec![pay(b, 1), pay(spoilt, 1)];
    let whole = book.whole(Mode::AllOrNothing, None, whole).await;
    assert_eq!(said(&whole), "withheld failed");
    assert_eq!(book.owed(a).await, OWED - 200);
    assert_eq!(book.owed(b).await, OWED - 200);
}

/// Another creditor's commands are in the same batch.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unreadable_stream_is_no_other_tenants_concern() {
    let mut book = Book::new().await;
    let [spoilt] = book.accounts().await;
    spoil(&mut book, spoilt).await;
    let other = book.creditor_beside().await;
    let theirs = place("theirs");
    let account = theirs.account();
    let placed = book.each_of(other, vec![theirs]).await;
    assert_eq!(words(&placed), "accepted");
    for _ in 0..3 {
        let (failed, paid) = tokio::join!(
            book.each(vec![pay(spoilt, 100).with(request("one", 1))]),
            book.each_of(other, vec![pay(account, 100)]),
        );
        assert_eq!(words(&failed), "failed");
        assert_eq!(words(&paid), "accepted");
    }
    assert_eq!(book.owed(account).await, OWED - 300);
}
