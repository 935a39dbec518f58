//! Faults of the daily close: killed in the middle, two processes at the same day, days that nobody
//! closed; each thing is done once and nothing is missed.

use chrono::{Days, NaiveDate};
use quittance_replay_tests::program::{program, signal};
use quittance_replay_tests::{TestServer, portfolio};
use quittance_store::ids;
use rustix::process::Signal;
use serde_json::json;
use std::process::Child;
use std::time::{Duration, Instant};

const ACCOUNTS: usize = 3_000;
const PATIENCE: Duration = Duration::from_secs(60);

fn today() -> NaiveDate {
    ids::now().date_naive()
}

/// Closes by the command until it ends well: while the lock of a close that was killed is still
/// held, it says so and fails.
fn close(server: &TestServer, on: NaiveDate) {
    let begun = Instant::now();
    let day = on.to_string();
    while !program(server, &["close", "--on", &day])
        .status()
        .unwrap()
        .success()
    {
        assert!(begun.elapsed() < PATIENCE, "the close does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

async fn taken(server: &TestServer) -> i64 {
    server.count_events("recurring_payment.taken").await
}

/// Every account has one payment and no more.
async fn all_are_closed_once(server: &TestServer) {
    let expected = i64::try_from(ACCOUNTS).unwrap();
    assert_eq!(taken(server).await, expected);
    let admin = server.database.admin().await;
    let sql = "SELECT count(*), count(DISTINCT stream_id) FROM book.events
        WHERE creditor_id = $1 AND type = 'payment.received'";
    let row = admin.query_one(sql, &[&server.creditor.0]).await.unwrap();
    assert_eq!((row.get(0), row.get(1)), (expected, expected));
    server.verify().await;
}

/// `kill -9` of the close with part of the accounts done: the next one does the rest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_close_is_finished_by_the_next() {
    let server = TestServer::start().await;
    portfolio::place(&server, ACCOUNTS).await;
    let mut child: Child = program(&server, &["close"]).spawn().unwrap();
    let begun = Instant::now();
    while taken(&server).await == 0 {
        assert!(begun.elapsed() < PATIENCE, "the close does not begin");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let done = taken(&server).await;
    assert!(
        done < i64::try_from(ACCOUNTS).unwrap(),
        "it ended before it was killed"
    );
    close(&server, today());
    all_are_closed_once(&server).await;
    // And once more, for nothing.
    close(&server, today());
    all_are_closed_once(&server).await;
}

/// Two commands and two servers, which close by themselves when they start, at the same day.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_close_a_day_once() {
    let server = TestServer::start().await;
    portfolio::place(&server, ACCOUNTS).await;
    let folder = std::env::temp_dir().join(format!("quittance-closes-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let serve = |name: &str| {
        let ready = folder.join(name);
        let mut command = program(&server, &["serve", "--listen", "127.0.0.1:0"]);
        command.args(["--no-sample-data", "--close-every", "1", "--ready-file"]);
        command.arg(ready).spawn().unwrap()
    };
    let mut servers = [serve("one"), serve("two")];
    let mut commands = [(); 2].map(|()| program(&server, &["close"]).spawn().unwrap());
    for command in &mut commands {
        // One does the work; another may be told that it is being done.
        command.wait().unwrap();
    }
    let begun = Instant::now();
    while taken(&server).await < i64::try_from(ACCOUNTS).unwrap() {
        assert!(begun.elapsed() < PATIENCE, "something is left to do");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // Long enough for each server to look again.
    tokio::time::sleep(Duration::from_secs(2)).await;
    for child in &mut servers {
        signal(child.id(), Signal::TERM);
        assert!(child.wait().unwrap().success());
    }
    let _ = std::fs::remove_dir_all(&folder);
    all_are_closed_once(&server).await;
}

/// A loan whose instalments have been due for three months while nobody closed.
async fn neglected(server: &TestServer) {
    let start = today() - Days::new(95);
    // More to do than one command does.
    let loan = server
        .loan_with(json!({
            "principal_amount": "1200.00", "interest_rate": "0.12", "start_date": start,
            "interest_posting": "daily",
        }))
        .await;
    let path = format!("/api/v1/loans/{}/schedule", loan["id"].as_str().unwrap());
    let schedule = json!({
        "first_due_date": start + Days::new(14), "frequency": "biweekly",
        "number_of_instalments": 12, "effective_date": start,
    });
    server.admin.put(&path, &schedule).await.expect(200);
}

/// What the close has told, for which day, in the order in which it was recorded.
async fn told(server: &TestServer) -> Vec<(String, NaiveDate)> {
    let admin = server.database.admin().await;
    let sql = "SELECT type, effective_date FROM book.events
        WHERE creditor_id = $1 AND actor = 'daily-close' ORDER BY sequence";
    let rows = admin.query(sql, &[&server.creditor.0]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Days that nobody closed are made up for in order, and come to what closing each of them comes to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missed_days_are_caught_up_in_order() {
    let (daily, once) = (TestServer::start().await, TestServer::start().await);
    for server in [&daily, &once] {
        neglected(server).await;
    }
    for back in [80, 66, 40, 39, 1] {
        close(&daily, today() - Days::new(back));
    }
    for server in [&daily, &once] {
        close(server, today());
    }
    let (daily_told, once_told) = (told(&daily).await, told(&once).await);
    assert_eq!(daily_told, once_told);
    assert!(once_told.is_sorted_by_key(|(_, day)| *day), "{once_told:?}");
    let count = |name| once_told.iter().filter(|(told, _)| told == name).count();
    assert_eq!(
        (count("instalment.fell_due"), count("instalment.missed")),
        (6, 6)
    );
    assert_eq!(count("interest.posted"), 95);
    for server in [&daily, &once] {
        server.verify().await;
    }
}
