//! The daily close: each thing once, whoever closes, however often, and wherever it is stopped.

use futures_util::future::join_all;
use quittance_replay_tests::{TestServer, portfolio};
use quittance_store::ids;
use quittance_worker::close::{CloseError, Closed, close, is_due};
use serde_json::{Value, json};
use std::time::Duration;

/// A loan with a payment that is due today and in a month.
async fn due_loan(server: &TestServer, record_as: &str) -> String {
    let loan = server.loan("1000.00", "0", "2026-01-15").await;
    let loan = loan["id"].as_str().unwrap().to_owned();
    let body = json!({
        "amount": "312.50", "frequency": "monthly",
        "start_date": ids::now().date_naive(), "record_as": record_as,
    });
    let path = format!("/api/v1/loans/{loan}/recurring-payments");
    server.admin.post(&path, &body).await.expect(201);
    loan
}

async fn closed(server: &TestServer) -> Result<Closed, CloseError> {
    let today = ids::now().date_naive();
    let database = server.database.database();
    close(
        &database,
        &server.writer,
        server.creditor,
        today,
        &mut |_, _| {},
    )
    .await
}

async fn payments(server: &TestServer, loan: &str) -> Vec<Value> {
    let path = format!("/api/v1/loans/{loan}/payments");
    let page = server.admin.get(&path).await.expect(200);
    page.as_array().unwrap().clone()
}

#[tokio::test]
async fn what_is_due_is_recorded_once() {
    let server = TestServer::start().await;
    let completed = due_loan(&server, "completed").await;
    let pending = due_loan(&server, "pending").await;
    assert_eq!(closed(&server).await.unwrap().accounts, 2);
    assert_eq!(closed(&server).await.unwrap(), Closed::default());
    for (loan, status) in [(completed, "completed"), (pending, "pending")] {
        let payments = payments(&server, &loan).await;
        assert_eq!(payments.len(), 1);
        assert_eq!(payments[0]["amount"], "312.50");
        assert_eq!(payments[0]["status"], status);
    }
    assert_eq!(server.count_events("recurring_payment.taken").await, 2);
    server.verify().await;
}

/// Nothing is taken of a disputed debt, and the outcome says so; what is paid by hand is taken.
#[tokio::test]
async fn a_disputed_account_is_left_alone() {
    let server = TestServer::start().await;
    due_loan(&server, "completed").await;
    let disputed = due_loan(&server, "completed").await;
    let path = format!("/api/v1/creditor/accounts/a-{disputed}/disputes");
    let dispute = json!({ "reason": "Not mine" });
    server.admin.post(&path, &dispute).await.expect(201);
    let done = closed(&server).await.unwrap();
    assert_eq!((done.accounts, done.taken), (2, 1));
    assert_eq!((done.skipped, done.held_by_disputes), (1, 1));
    assert_eq!(payments(&server, &disputed).await, Vec::<Value>::new());
    let path = format!("/api/v1/loans/{disputed}/payments");
    let body = json!({ "amount": "10.00", "payment_method": "ach" });
    server.admin.post(&path, &body).await.expect(201);
    server.verify().await;
}

/// A close that is killed leaves the rest due; closing again does the rest.
#[tokio::test]
async fn a_close_that_is_stopped_is_finished_by_the_next() {
    let server = TestServer::start().await;
    for _ in 0..12 {
        due_loan(&server, "completed").await;
    }
    let today = ids::now().date_naive();
    let database = server.database.database();
    for micros in [0, 300, 2_000] {
        let stopped = closed(&server);
        let _ = tokio::time::timeout(Duration::from_micros(micros), stopped).await;
    }
    // The lock of a close that was stopped goes with its connection.
    for _ in 0..200 {
        match closed(&server).await {
            Err(CloseError::Running) => tokio::time::sleep(Duration::from_millis(10)).await,
            ended => {
                ended.unwrap();
                break;
            }
        }
    }
    assert!(!is_due(&database, server.creditor, today).await.unwrap());
    assert_eq!(server.count_events("recurring_payment.taken").await, 12);
    assert_eq!(server.count_events("payment.received").await, 12);
    server.verify().await;
}

/// Of closes at the same moment one does the work, and the others say that it is being done.
#[tokio::test]
async fn several_servers_close_at_once() {
    let server = TestServer::start().await;
    for _ in 0..6 {
        due_loan(&server, "completed").await;
    }
    let closes = join_all((0..4).map(|_| closed(&server))).await;
    for outcome in closes {
        assert!(
            matches!(outcome, Ok(_) | Err(CloseError::Running)),
            "{outcome:?}"
        );
    }
    assert_eq!(server.count_events("payment.received").await, 6);
    server.verify().await;
}

/// What another creditor has due is not closed.
#[tokio::test]
async fn a_close_stays_within_its_creditor() {
    let server = TestServer::start().await;
    due_loan(&server, "completed").await;
    let other = TestServer::on(server.database.clone()).await;
    assert_eq!(closed(&other).await.unwrap(), Closed::default());
    assert_eq!(server.count_events("payment.received").await, 0);
}

/// `QUITTANCE_CLOSE_ACCOUNTS=100000` measures a portfolio; the figure is printed.
#[tokio::test]
async fn a_portfolio_is_closed_in_groups() {
    let accounts: usize = std::env::var("QUITTANCE_CLOSE_ACCOUNTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(600);
    let server = TestServer::start().await;
    portfolio::place(&server, accounts).await;
    let begun = std::time::Instant::now();
    let done = closed(&server).await.unwrap();
    let took = begun.elapsed();
    println!(
        "closed {} accounts in {} ms",
        done.accounts,
        took.as_millis()
    );
    assert_eq!(done.accounts, accounts as u64);
    assert_eq!(done.refused, 0);
    let count = server.count_events("recurring_payment.taken").await;
    assert_eq!(count, i64::try_from(accounts).unwrap());
}
