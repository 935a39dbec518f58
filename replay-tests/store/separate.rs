//! Groups in which every command has an answer of its own.

use crate::book::{Book, OWED, pay, pay_too_early, place, request, words};
use quittance_domain::AccountId;
use quittance_store::{Answer, WriterOptions, ids};

#[tokio::test]
async fn one_transaction_and_a_refusal_hurts_nobody_else() {
    let book = Book::new().await;
    let [a, b] = book.accounts().await;
    let stranger = AccountId(ids::new_id(ids::now()));
    let answers = book
        .each(vec![
            pay(a, 100),
            pay_too_early(a),
            pay(b, 200),
            pay(stranger, 300),
            pay(a, 400),
        ])
        .await;
    let expected = "accepted refused accepted unknown accepted";
    assert_eq!(words(&answers), expected);
    assert_eq!(book.owed(a).await, OWED - 500);
    assert_eq!(book.owed(b).await, OWED - 200);
    assert_eq!(book.transactions("payment.received").await, 1);
    assert_eq!(book.count("command.refused").await, 1);
    book.verify().await;
}

#[tokio::test]
async fn answered_requests_are_answered_again_among_new_ones() {
    let book = Book::new().await;
    let [a] = book.accounts().await;
    let first = book
        .each(vec![
            pay(a, 100).with(request("one", 1)),
            pay_too_early(a).with(request("two", 2)),
        ])
        .await;
    let second = book
        .each(vec![
            pay(a, 700).with(request("three", 3)),
            pay(a, 100).with(request("one", 1)),
            pay(a, 100).with(request("one", 9)),
            pay_too_early(a).with(request("two", 2)),
        ])
        .await;
    assert_eq!(words(&second), "accepted replayed reused replayed");
    let again = |answer: &Answer| match answer {
        Answer::Fresh(reply) | Answer::Replayed(reply) => reply.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(again(&second[1]), again(&first[0]));
    assert_eq!(again(&second[3]), again(&first[1]));
    assert_eq!(book.owed(a).await, OWED - 800);
    assert_eq!(book.count("command.refused").await, 1);
    book.verify().await;
}

#[tokio::test]
async fn a_request_id_twice_in_one_group_is_executed_once() {
    let book = Book::new().await;
    let [a] = book.accounts().await;
    let answers = book
        .each(vec![
            pay(a, 100).with(request("same", 1)),
            pay(a, 100).with(request("same", 1)),
            pay(a, 200).with(request("same", 2)),
        ])
        .await;
    assert_eq!(words(&answers), "accepted replayed reused");
    assert_eq!(book.owed(a).await, OWED - 100);
    book.verify().await;
}

#[tokio::test]
async fn a_name_claimed_twice_in_one_group_goes_to_the_first() {
    let book = Book::new().await;
    let (first, second) = (place("A-1"), place("A-1"));
    let holder = first.account();
    let answers = book.each(vec![first, second]).await;
    assert_eq!(words(&answers), "accepted taken");
    assert!(matches!(&answers[1], Answer::Taken(_, by) if *by == holder.0));
    assert_eq!(book.count("account.placed").await, 1);
    book.verify().await;
}

/// A refused opening is recorded, and its number stays free.
#[tokio::test]
async fn a_refused_opening_takes_no_name() {
    let book = Book::new().await;
    let refused = place("A-1").opened_tomorrow();
    assert_eq!(words(&book.each(vec![refused]).await), "refused");
    assert_eq!(words(&book.each(vec![place("A-1")]).await), "accepted");
    book.verify().await;
}

#[tokio::test]
async fn a_group_has_bounds() {
    let book = Book::with(WriterOptions {
        queue: 600,
        batch: 64,
        ..WriterOptions::default()
    })
    .await;
    let [a] = book.accounts().await;
    let group = |count: usize| (0..count).map(|_| pay(a, 1)).collect::<Vec<_>>();
    let too_many = book.each(group(1_001)).await;
    assert!(too_many.iter().all(|answer| *answer == Answer::Failed));
    let no_room = book.each(group(601)).await;
    assert!(no_room.iter().all(|answer| *answer == Answer::Unavailable));
    assert!(book.each(Vec::new()).await.is_empty());
    // A group larger than an ordinary batch is one transaction all the same.
    let taken = book.each(group(600)).await;
    assert_eq!(taken.len(), 600);
    assert_eq!(book.transactions("payment.received").await, 1);
    assert_eq!(book.owed(a).await, OWED - 600);
    assert_eq!(book.writer.waiting(), 0);
    book.verify().await;
}
