//! Several workers, and workers that die.

use crate::office::{Office, all, quick, work};
use crate::receiver::Receiver;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use quittance_worker::webhooks::Options;
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Claimed by the one or by the other; without the locks of the claims some would be sent twice.
#[tokio::test(flavor = "multi_thread")]
async fn two_workers_send_each_message_once() {
    const PAYMENTS: usize = 120;
    let office = Office::open().await;
    let second = work(&office.server, quick());
    let third = work(&office.server, quick());
    let receiver = Receiver::start().await;
    let wish = json!({ "format": "standard", "events": ["payment.received"] });
    let hook = office.hook(&receiver, wish).await;
    let loan = office.loan().await;
    for _ in 0..PAYMENTS {
        office.pay(&loan, "1.00").await;
    }
    receiver.wait(PAYMENTS).await;
    office.deliveries(&hook, all("delivered")).await;
    // Time for what should not come.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let received = receiver.received();
    let ids: HashSet<&str> = received
        .iter()
        .map(|one| one.header("webhook-id"))
        .collect();
    assert_eq!((received.len(), ids.len()), (PAYMENTS, PAYMENTS));
    let sequences: HashSet<u64> = received
        .iter()
        .map(|one| one.json()["sequence"].as_u64().unwrap())
        .collect();
    assert_eq!(sequences.len(), PAYMENTS, "each payment is told of");
    second.abort();
    third.abort();
}

/// The worker dies when the receiver has the message and nobody has written that down.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_sender_died_is_sent_again_under_its_id() {
    let slow = Options {
        timeout: Some(Duration::from_secs(2)),
        ..quick()
    };
    let office = Office::with(slow).await;
    let dead = Arc::new(AtomicBool::new(false));
    let died = Arc::clone(&dead);
    let worker = office.worker.abort_handle();
    let receiver = Receiver::answering(move |before, _| {
        if before == 0 {
            // Before the answer goes out.
            worker.abort();
            died.store(true, Ordering::SeqCst);
        }
        StatusCode::OK.into_response()
    })
    .await;
    let wish = json!({ "format": "standard", "events": ["payment.received"] });
    let hook = office.hook(&receiver, wish).await;
    let loan = office.loan().await;
    office.pay(&loan, "1.00").await;
    receiver.wait(1).await;
    assert!(dead.load(Ordering::SeqCst));
    let second = work(&office.server, quick());
    let received = receiver.wait(2).await;
    assert_eq!(
        received[0].header("webhook-id"),
        received[1].header("webhook-id")
    );
    assert_eq!(received[0].body, received[1].body);
    office.deliveries(&hook, all("delivered")).await;
    second.abort();
}

/// One endpoint that hangs does not hold up another.
#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_hangs_holds_up_nobody() {
    let office = Office::with(Options {
        timeout: Some(Duration::from_secs(10)),
        ..quick()
    })
    .await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let body = json!({
        "url": format!("http://{}/", silent.local_addr().unwrap()), "events": ["payment.received"],
    });
    office
        .admin()
        .post(crate::office::HOOKS, &body)
        .await
        .expect(201);
    let receiver = Receiver::start().await;
    let wish = json!({ "events": ["payment.received"] });
    office.hook(&receiver, wish).await;
    let loan = office.loan().await;
    for _ in 0..80 {
        office.pay(&loan, "1.00").await;
    }
    let begun = std::time::Instant::now();
    receiver.wait(80).await;
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
}
