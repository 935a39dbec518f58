//! Groups with one reply.

use crate::book::{Book, OWED, pay, pay_too_early, place, request, said};
use quittance_domain::AccountId;
use quittance_store::{Mode, ids};

#[tokio::test]
async fn all_is_recorded_in_one_transaction_and_answered_again() {
    let book = Book::new().await;
    let [a, b] = book.accounts().await;
    let key = request("plan", 1);
    let wishes = || vec![pay(a, 100), pay(b, 200), pay(a, 300)];
    let first = book
        .whole(Mode::AllOrNothing, Some(key.clone()), wishes())
        .await;
    assert_eq!(said(&first), "accepted accepted accepted");
    assert_eq!(book.transactions("payment.received").await, 1);
    let again = book
        .whole(Mode::AllOrNothing, Some(key.clone()), wishes())
        .await;
    assert_eq!(said(&again), "replayed: accepted accepted accepted");
    let other = book
        .whole(
            Mode::AllOrNothing,
            Some(request("plan", 2)),
            vec![pay(a, 1)],
        )
        .await;
    assert_eq!(said(&other), "reused");
    assert_eq!(book.owed(a).await, OWED - 400);
    assert_eq!(book.owed(b).await, OWED - 200);
    book.verify().await;
}

#[tokio::test]
async fn one_refusal_withholds_all_and_is_kept() {
    let book = Book::new().await;
    let [a, b] = book.accounts().await;
    let key = request("plan", 1);
    let wishes = || vec![pay(a, 100), pay_too_early(b), pay_too_early(a), pay(b, 300)];
    let first = book
        .whole(Mode::AllOrNothing, Some(key.clone()), wishes())
        .await;
    assert_eq!(said(&first), "withheld refused withheld withheld");
    assert_eq!(book.count("payment.received").await, 0);
    // The refusal is on the record of the account that it concerns, once.
    assert_eq!(book.count("command.refused").await, 1);
    let again = book.whole(Mode::AllOrNothing, Some(key), wishes()).await;
    assert_eq!(said(&again), "replayed: withheld refused withheld withheld");
    assert_eq!(book.count("command.refused").await, 1);
    assert_eq!((book.owed(a).await, book.owed(b).await), (OWED, OWED));
    book.verify().await;
}

/// The rehearsal sees what the group itself has done before: the second placement of a number, and
/// the payment to an account that the group opens.
#[tokio::test]
async fn a_group_builds_on_itself() {
    let book = Book::new().await;
    let opening = place("A-1");
    let account = opening.account();
    let opened = book
        .whole(Mode::AllOrNothing, None, vec![opening, pay(account, 100)])
        .await;
    assert_eq!(said(&opened), "accepted accepted");
    assert_eq!(book.owed(account).await, OWED - 100);

    let twice = vec![place("A-2"), place("A-2")];
    let twice = book.whole(Mode::AllOrNothing, None, twice).await;
    assert_eq!(said(&twice), "withheld taken");
    assert_eq!(book.count("account.placed").await, 1);
    let free = book
        .whole(Mode::AllOrNothing, None, vec![place("A-2")])
        .await;
    assert_eq!(said(&free), "accepted");
    book.verify().await;
}

#[tokio::test]
async fn what_is_not_recorded_is_not_saved_either() {
    let book = Book::new().await;
    let [a] = book.accounts().await;
    let stranger = AccountId(ids::new_id(ids::now()));
    let key = request("upload", 1);
    for _ in 0..2 {
        let wishes = vec![pay(a, 100), pay(stranger, 100)];
        let answer = book
            .whole(Mode::AllOrNothing, Some(key.clone()), wishes)
            .await;
        assert_eq!(said(&answer), "withheld unknown");
    }
    assert_eq!(book.count("payment.received").await, 0);
    let whole = book.whole(Mode::AllOrNothing, Some(key), vec![pay(a, 100)]);
    assert_eq!(said(&whole.await), "accepted");
    assert_eq!(said(&book.whole(Mode::Each, None, Vec::new()).await), "");
    book.verify().await;
}

#[tokio::test]
async fn rows_with_request_ids_of_their_own_count_as_done() {
    let book = Book::new().await;
    let [a] = book.accounts().await;
    book.each(vec![
        pay(a, 100).with(request("one", 1)),
        pay_too_early(a).with(request("early", 2)),
    ])
    .await;
    let done = vec![
        pay(a, 100).with(request("one", 1)),
        pay(a, 200).with(request("two", 2)),
        pay(a, 200).with(request("two", 2)),
    ];
    let done = book.whole(Mode::AllOrNothing, None, done).await;
    assert_eq!(said(&done), "accepted accepted accepted");
    assert_eq!(book.owed(a).await, OWED - 300);
    for (wishes, expected) in [
        (
            vec![
                pay(a, 1).with(request("three", 3)),
                pay_too_early(a).with(request("early", 2)),
            ],
            "withheld refused",
        ),
        (
            vec![
                pay(a, 1).with(request("four", 4)),
                pay(a, 1).with(request("four", 5)),
            ],
            "withheld reused",
        ),
    ] {
        let answer = book.whole(Mode::AllOrNothing, None, wishes).await;
        assert_eq!(said(&answer), expected);
    }
    assert_eq!(book.owed(a).await, OWED - 300);
    book.verify().await;
}

#[tokio::test]
async fn a_whole_may_let_each_stand_for_itself() {
    let book = Book::new().await;
    let [a] = book.accounts().await;
    let key = request("upload", 1);
    let wishes = || vec![pay(a, 100), pay_too_early(a), pay(a, 200)];
    let first = book.whole(Mode::Each, Some(key.clone()), wishes()).await;
    assert_eq!(said(&first), "accepted refused accepted");
    let again = book.whole(Mode::Each, Some(key), wishes()).await;
    assert_eq!(said(&again), "replayed: accepted refused accepted");
    assert_eq!(book.owed(a).await, OWED - 300);
    book.verify().await;
}
