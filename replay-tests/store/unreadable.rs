//! A stream whose events cannot be read fails its own commands and nobody else's.

use crate::book::{Book, OWED, pay, place, request, said, words};
use quittance_domain::AccountId;
use quittance_projections::rebuild::rebuild;
use quittance_store::events::{ReadError, load_state, page};
use quittance_store::{Answer, Mode};

/// Spoils an account's last event, as a disk or a defect of ours might, and takes it out of memory.
async fn spoil(book: &mut Book, account: AccountId) {
    let sql = "UPDATE book.events SET payload = '{\"unheard\": 1}' WHERE sequence =
        (SELECT max(sequence) FROM book.events WHERE stream_id = $1)";
    spoil_with(book, account, sql).await;
}

/// Changes the events of an account behind the back of everybody, and takes it out of memory.
async fn spoil_with(book: &mut Book, account: AccountId, change: &str) {
    let admin = book.test.admin().await;
    let sql = "SET session_replication_role = replica;
        ALTER TABLE book.events DISABLE TRIGGER events_are_immutable";
    admin.batch_execute(sql).await.unwrap();
    assert_eq!(admin.execute(change, &[&account.0]).await.unwrap(), 1);
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

/// Takes a cent from an account's last payment, and from nothing that follows from it.
const ANOTHER_AMOUNT: &str = "UPDATE book.events
    SET payload = jsonb_set(payload::jsonb, '{amount}',
        to_jsonb((payload ->> 'amount')::bigint - 1))::json
    WHERE sequence = (SELECT max(sequence) FROM book.events WHERE stream_id = $1)";

/// An event that does not follow from those before it is as good as none: nothing is decided, shown
/// or sent on a state folded past it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_folded_past_an_event_that_does_not_follow() {
    let mut book = Book::new().await;
    let [spoilt, sound] = book.accounts().await;
    book.each(vec![pay(spoilt, 100), pay(sound, 100)]).await;
    book.each(vec![pay(spoilt, 100)]).await;
    let last = book.count_all().await;
    spoil_with(&mut book, spoilt, ANOTHER_AMOUNT).await;
    let answers = book.each(vec![pay(spoilt, 100), pay(sound, 100)]).await;
    assert_eq!(words(&answers), "failed accepted");

    let database = book.test.database();
    let readers = database.readers(1).unwrap();
    let mut reader = readers.of(book.creditor).await.unwrap();
    let told = load_state(&mut reader, book.creditor, spoilt, None).await;
    let told = told.unwrap_err().to_string();
    let expected = format!("event {last} of the book does not follow from those before it: ");
    assert!(told.starts_with(&expected), "{told}");
    load_state(&mut reader, book.creditor, sound, None)
        .await
        .unwrap();

    database.migrate().await.unwrap();
    let told = rebuild(&database, &mut |_| {}).await.unwrap_err();
    let expected = format!(
        "event {last} of the book of {} the split was",
        book.creditor
    );
    assert!(told.to_string().starts_with(&expected), "{told}");
    // The read rows are still those that were written with the events.
    assert_eq!(book.owed(spoilt).await, OWED - 200);
}

/// An event that is missing ends what is told of the book, and no table is made without it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_told_past_an_event_that_is_missing() {
    let mut book = Book::new().await;
    let [account] = book.accounts().await;
    book.each(vec![pay(account, 100)]).await;
    book.each(vec![pay(account, 200)]).await;
    let last = u64::try_from(book.count_all().await).unwrap();
    let missing = "DELETE FROM book.events
        WHERE sequence = (SELECT max(sequence) - 1 FROM book.events WHERE stream_id = $1)";
    spoil_with(&mut book, account, missing).await;

    let database = book.test.database();
    let readers = database.readers(1).unwrap();
    let mut reader = readers.of(book.creditor).await.unwrap();
    for (after, limit, expected) in [
        (0, 100, Err(last - 1)),
        (last - 2, 100, Err(last - 1)),
        (0, 2, Ok(2)),
        (last - 1, 100, Ok(1)),
    ] {
        let told = page(&mut reader, book.creditor, after, limit).await;
        let told = told
            .map(|entries| entries.len())
            .map_err(|error| match error {
                ReadError::Missing(sequence) => sequence,
                other => panic!("{other}"),
            });
        assert_eq!(told, expected, "{limit} after {after}");
    }
    database.migrate().await.unwrap();
    let told = rebuild(&database, &mut |_| {}).await.unwrap_err();
    let place = format!("event {last} of the book of {}", book.creditor);
    let expected = format!("{place} stands where event {} belongs;", last - 1);
    assert!(told.to_string().starts_with(&expected), "{told}");
    assert_eq!(book.owed(account).await, OWED - 300);
}
