//! Faults while payments come in: kill -9 of the server, Postgres stopped, two servers on one
//! database; and the same of the daily close.
//!
//! In each, clients note what was acknowledged; afterwards every acknowledged payment must be in
//! the book once, nothing twice, the chain must verify and the read rows must be what a replay gives.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod close;
mod load;

use load::{Load, unacknowledged_are_settled};
use quittance_replay_tests::process::Ledger;
use quittance_replay_tests::program::quittance;
use std::time::Duration;

const RUN: Duration = Duration::from_secs(2);

/// `kill -9` of the server under load, then a restart on the same folder.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_it_acknowledged() {
    let mut ledger = Ledger::new("killed").await;
    let server = ledger.serve().await;
    let accounts = load::accounts(&server.client, 20).await;
    let load = Load::start(server.client.clone(), accounts.clone(), 16);
    tokio::time::sleep(RUN).await;
    server.kill();
    let outcome = load.stop().await;
    assert!(
        outcome.acknowledged.len() > 50,
        "too little load: {}",
        outcome.acknowledged.len()
    );

    let server = ledger.serve().await;
    unacknowledged_are_settled(&server.client, &outcome).await;
    load::all_are_there_once(&server.client, &accounts, &outcome).await;
    ledger.replay_and_verify();
    server.stop();
}

/// Postgres is killed under load: clear 503s, recovery without help.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_postgres_is_503_and_recovers() {
    let mut ledger = Ledger::new("postgres").await;
    let server = ledger.serve().await;
    let accounts = load::accounts(&server.client, 20).await;
    let load = Load::start(server.client.clone(), accounts.clone(), 16);
    tokio::time::sleep(RUN).await;
    ledger.kill_postgres();
    tokio::time::sleep(RUN).await;
    let outcome = load.stop().await;
    assert!(
        outcome.acknowledged.len() > 50,
        "too little load: {}",
        outcome.acknowledged.len()
    );
    let odd: Vec<u16> = outcome
        .statuses
        .iter()
        .copied()
        .filter(|s| ![201, 503].contains(s))
        .collect();
    assert!(odd.is_empty(), "answers other than 201 and 503: {odd:?}");
    assert!(
        outcome.statuses.contains(&503),
        "nobody was told that the database is away"
    );

    load::becomes_ready(&server.client).await;
    unacknowledged_are_settled(&server.client, &outcome).await;
    load::all_are_there_once(&server.client, &accounts, &outcome).await;
    ledger.replay_and_verify();
    server.stop();
}

/// Two server processes on one database, the same accounts, under load.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_database_are_correct_at_once() {
    let mut ledger = Ledger::new("two").await;
    let first = ledger.serve().await;
    let second = ledger.serve_beside().await;
    let accounts = load::accounts(&first.client, 10).await;
    let one = Load::start(first.client.clone(), accounts.clone(), 8);
    let other = Load::start(second.client.clone(), accounts.clone(), 8);
    tokio::time::sleep(RUN).await;
    let (mut outcome, other) = (one.stop().await, other.stop().await);
    for outcome in [&outcome, &other] {
        assert!(
            outcome.acknowledged.len() > 20,
            "a server hardly got anything through"
        );
        assert!(
            outcome.unknown.is_empty(),
            "one server starves beside the other: {} requests without an answer",
            outcome.unknown.len()
        );
        assert!(
            outcome.statuses.iter().all(|s| *s == 201),
            "{:?}",
            outcome.statuses
        );
    }
    outcome.acknowledged.extend(other.acknowledged);
    load::all_are_there_once(&second.client, &accounts, &outcome).await;
    ledger.replay_and_verify();
    second.stop();
    first.stop();
}

/// A second server on the same folder is refused with a message that says why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_start_on_the_same_folder_is_refused() {
    let mut ledger = Ledger::new("again").await;
    let server = ledger.serve().await;
    let data = ledger.data();
    let output = quittance(&["serve", "--listen", "127.0.0.1:0", "--data", data])
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains(data), "{said}");
    server.client.get("/healthz").await.expect(200);
    server.stop();
    // Stopped in order, it starts again with everything there.
    let server = ledger.serve().await;
    assert_eq!(
        server.client.get("/api/v1/payments").await.status.as_u16(),
        200
    );
    server.stop();
}

/// The read tables are made again while payments come in, and change places twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_while_payments_come_in_loses_nothing() {
    let mut ledger = Ledger::new("rebuilt").await;
    let server = ledger.serve().await;
    let accounts = load::accounts(&server.client, 20).await;
    let load = Load::start(server.client.clone(), accounts.clone(), 16);
    tokio::time::sleep(RUN).await;
    for _ in 0..2 {
        let mut rebuild = tokio::process::Command::from(quittance(&[
            "rebuild",
            "--json",
            "--data",
            ledger.data(),
        ]));
        let output = rebuild.output().await.unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        let outcome: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(
            outcome["events_per_second"].as_u64().unwrap() > 0,
            "{outcome}"
        );
        assert_eq!(outcome["clean"], true, "{outcome}");
    }
    let outcome = load.stop().await;
    assert!(
        outcome.acknowledged.len() > 50,
        "too little load: {}",
        outcome.acknowledged.len()
    );
    let unexpected = outcome.statuses.iter().filter(|status| **status != 201);
    assert_eq!(unexpected.count(), 0, "{:?}", outcome.statuses);
    load::all_are_there_once(&server.client, &accounts, &outcome).await;
    ledger.replay_and_verify();
    server.stop();
}
