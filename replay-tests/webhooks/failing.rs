//! Receivers that are down, slow, broken, moved or gone.

use crate::office::{HOOKS, Office, all, quick, work};
use crate::receiver::Receiver;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use quittance_store::egress::Reach;
use quittance_worker::webhooks::Options;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const ONLY_PAYMENTS: &str = "payment.received";

#[tokio::test]
async fn what_fails_is_sent_again_as_the_same_message() {
    let office = Office::open().await;
    let receiver = Receiver::answering(|before, _| match before {
        0 | 1 => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        _ => StatusCode::OK.into_response(),
    })
    .await;
    let wish = json!({ "format": "standard", "events": [ONLY_PAYMENTS] });
    let hook = office.hook(&receiver, wish).await;
    let loan = office.loan().await;
    office.pay(&loan, "1.00").await;
    let received = receiver.wait(3).await;
    assert!(received.iter().all(|one| one.body == received[0].body));
    let id = |place: usize| received[place].header("webhook-id").to_owned();
    assert_eq!((id(0), id(0)), (id(1), id(2)));
    let delivered = office.deliveries(&hook, all("delivered")).await;
    assert_eq!(delivered[0]["attempts"], 3);
    assert_eq!(delivered[0]["last_status"], 200);
    let admin = office.server.database.admin().await;
    let sql = "SELECT number, status FROM delivery.attempts ORDER BY number";
    let log: Vec<(i32, Option<i16>)> = admin
        .query(sql, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect();
    assert_eq!(log, [(1, Some(500)), (2, Some(500)), (3, Some(200))]);
}

#[tokio::test]
async fn a_receivers_wish_to_wait_is_heard() {
    let office = Office::open().await;
    let receiver = Receiver::answering(|before, _| match before {
        0 => (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "2")]).into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    })
    .await;
    let wish = json!({ "events": [ONLY_PAYMENTS] });
    office.hook(&receiver, wish).await;
    let loan = office.loan().await;
    office.pay(&loan, "1.00").await;
    let received = receiver.wait(2).await;
    let waited = received[1].at - received[0].at;
    assert!(waited >= Duration::from_millis(1_900), "{waited:?}");
}

/// An address at which something goes wrong in its own way.
async fn broken(how: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    if how == "down" {
        return url;
    }
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4_096];
            let _ = stream.read(&mut request).await;
            match how {
                "hangs" => held.push(stream),
                "breaks off" => {
                    let part = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this";
                    stream.write_all(part).await.unwrap();
                }
                "hangs in its reply" => {
                    let part = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this";
                    stream.write_all(part).await.unwrap();
                    held.push(stream);
                }
                "talks nonsense" => stream.write_all(b"220 mail ready\r\n").await.unwrap(),
                _ => drop(stream),
            }
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_never_taken_is_a_dead_letter_and_can_be_sent_again() {
    let office = Office::open().await;
    let mut hooks = Vec::new();
    let ways = [
        ("down", "cannot connect"),
        ("closes", "the connection broke"),
        ("hangs", "no reply in time"),
        ("breaks off", "the reply broke off"),
        ("hangs in its reply", "no reply in time"),
        ("talks nonsense", "the connection broke"),
    ];
    for (how, error) in ways {
        let body = json!({ "url": broken(how).await, "events": [ONLY_PAYMENTS] });
        let hook = office.admin().post(HOOKS, &body).await.expect(201);
        hooks.push((how, error, hook));
    }
    let loan = office.loan().await;
    office.pay(&loan, "1.00").await;
    for (how, error, hook) in &hooks {
        let dead = office.deliveries(hook, all("dead")).await;
        assert_eq!(dead[0]["attempts"], 4, "{how}");
        let told = dead[0]["last_error"].as_str().unwrap();
        assert!(told.contains(error), "{how}: {told}");
        let path = format!("{HOOKS}/{}/dead-letters", hook["id"].as_str().unwrap());
        let listed = office.admin().get(&path).await.expect(200);
        assert_eq!(listed.as_array().unwrap().len(), 1);
        let shown = office
            .endpoint(hook, |hook| hook["failed_attempts"] == 1)
            .await;
        assert_eq!(shown["is_active"], true);
    }
    // It comes up at another address, and what was given up is asked for.
    let receiver = Receiver::start().await;
    for (how, _, hook) in &hooks {
        let path = format!("{HOOKS}/{}", hook["id"].as_str().unwrap());
        let moved = json!({ "url": receiver.url(), "events": [ONLY_PAYMENTS] });
        office.admin().put(&path, &moved).await.expect(200);
        let retry = format!("{path}/retry-delivery");
        let none = json!({ "delivery_id": hook["id"] });
        office.admin().post(&retry, &none).await.expect(404);
        let listed = office.deliveries(hook, all("dead")).await;
        let one = json!({ "delivery_id": listed[0]["id"] });
        let queued = office.admin().post(&retry, &one).await.expect(202);
        assert_eq!(queued["queued"], 1, "{how}");
        office.deliveries(hook, all("delivered")).await;
        let shown = office.endpoint(hook, |_| true).await;
        assert_eq!(shown["failed_attempts"], 0);
        assert!(shown["last_delivered_at"].is_string());
    }
    assert_eq!(receiver.received().len(), ways.len());
}

#[tokio::test]
async fn an_endpoint_that_is_gone_is_disabled_and_misses_nothing_when_it_is_back() {
    let office = Office::open().await;
    let receiver = Receiver::answering(|_, _| StatusCode::GONE.into_response()).await;
    let wish = json!({ "events": [ONLY_PAYMENTS] });
    let hook = office.hook(&receiver, wish).await;
    let loan = office.loan().await;
    office.pay(&loan, "1.00").await;
    let shown = office
        .endpoint(&hook, |hook| hook["is_active"] == false)
        .await;
    assert_eq!(shown["disabled_reason"], "gone");
    assert_eq!(office.server.count_events("webhook.disabled").await, 1);
    for amount in ["2.00", "3.00"] {
        office.pay(&loan, amount).await;
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(receiver.received().len(), 1, "nothing is sent to it");
    receiver.answer(|_, _| StatusCode::OK.into_response());
    let path = format!("{HOOKS}/{}", hook["id"].as_str().unwrap());
    let enabled = office
        .admin()
        .post(&format!("{path}/re-enable"), &json!({}))
        .await;
    assert_eq!(enabled.expect(200)["is_active"], true);
    let amounts = |received: &[crate::receiver::Received]| {
        let amount = |one: &crate::receiver::Received| one.json()["data"]["amount"].clone();
        let mut amounts: Vec<String> = received.iter().map(|one| amount(one).to_string()).collect();
        amounts.sort();
        amounts
    };
    let received = receiver.wait(3).await;
    assert_eq!(amounts(&received[1..]), ["\"2.00\"", "\"3.00\""]);
    office.server.verify().await;
}

/// The plans API switches a webhook off when a delivery has failed for good.
#[tokio::test]
async fn an_endpoint_that_fails_too_often_is_disabled() {
    let office = Office::open().await;
    let receiver = Receiver::answering(|_, _| StatusCode::BAD_GATEWAY.into_response()).await;
    // An empty list is no wish.
    let none = json!({ "url": receiver.url(), "events": [] });
    office.admin().post(HOOKS, &none).await.expect(422);
    let plans = office.hook(&receiver, json!({ "format": "plans" })).await;
    let test = format!("{HOOKS}/{}/test", plans["id"].as_str().unwrap());
    office.admin().post(&test, &json!({})).await.expect(202);
    let shown = office
        .endpoint(&plans, |hook| hook["is_active"] == false)
        .await;
    assert_eq!(shown["disabled_reason"], "failing");

    let servicing = office
        .hook(&receiver, json!({ "events": ["loan.created"] }))
        .await;
    let test = format!("{HOOKS}/{}/test", servicing["id"].as_str().unwrap());
    for _ in 0..9 {
        office.admin().post(&test, &json!({})).await.expect(202);
    }
    office
        .deliveries(&servicing, |all| {
            all.iter().filter(|d| d["state"] == "dead").count() == 9
        })
        .await;
    office
        .endpoint(&servicing, |hook| hook["is_active"] == true)
        .await;
    office.admin().post(&test, &json!({})).await.expect(202);
    office
        .endpoint(&servicing, |hook| hook["disabled_reason"] == "failing")
        .await;
    // Switched on by hand it begins anew: one more that is given up does not switch it off.
    let path = format!("{HOOKS}/{}", servicing["id"].as_str().unwrap());
    let on = json!({ "url": receiver.url(), "events": ["loan.created"], "is_active": true });
    let shown = office.admin().put(&path, &on).await.expect(200);
    assert_eq!(
        (&shown["is_active"], &shown["failed_attempts"]),
        (&json!(true), &json!(0))
    );
    office.admin().post(&test, &json!({})).await.expect(202);
    let once = |hook: &Value| hook["failed_attempts"] == 1;
    let shown = office.endpoint(&servicing, once).await;
    assert_eq!(shown["is_active"], true);
}

/// One that takes its time is waited for, and told once.
#[tokio::test]
async fn a_slow_receiver_is_told_once() {
    let office = Office::with(Options {
        timeout: Some(Duration::from_secs(3)),
        ..quick()
    })
    .await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    let slow = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4_096];
        let _ = stream.read(&mut request).await.unwrap();
        // A byte now and then.
        for byte in b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" {
            tokio::time::sleep(Duration::from_millis(40)).await;
            stream.write_all(&[*byte]).await.unwrap();
        }
        let again = tokio::time::timeout(Duration::from_secs(2), listener.accept()).await;
        assert!(again.is_err(), "it is told a second time");
    });
    let body = json!({ "url": url, "events": [ONLY_PAYMENTS] });
    let hook = office.admin().post(HOOKS, &body).await.expect(201);
    let loan = office.loan().await;
    office.pay(&loan, "1.00").await;
    let delivered = office.deliveries(&hook, all("delivered")).await;
    assert_eq!(delivered[0]["attempts"], 1);
    slow.await.unwrap();
}

#[tokio::test]
async fn redirects_are_followed_where_the_dialect_says_so() {
    let office = Office::open().await;
    let receiver = Receiver::answering(|_, received| match received.path.as_str() {
        "/hooks" => (StatusCode::MOVED_PERMANENTLY, [("location", "/moved")]).into_response(),
        "/moved" => StatusCode::OK.into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    })
    .await;
    let test = async |format: &str| {
        let hook = office.hook(&receiver, json!({ "format": format })).await;
        let path = format!("{HOOKS}/{}/test", hook["id"].as_str().unwrap());
        office.admin().post(&path, &json!({})).await.expect(202);
        hook
    };
    let plans = test("plans").await;
    office.deliveries(&plans, all("delivered")).await;
    let moved = receiver.received().pop().unwrap();
    assert_eq!(moved.path, "/moved");
    assert_eq!(moved.json()["event"], "webhook.test", "sent in full again");
    let servicing = test("servicing").await;
    let dead = office.deliveries(&servicing, all("dead")).await;
    assert_eq!(dead[0]["last_status"], 301);
}

/// An address that was looked at when it was configured is looked at again when it is connected to.
#[tokio::test]
async fn nothing_inside_is_connected_to() {
    let office = Office::with(Options {
        reach: Reach::PublicOnly,
        ..quick()
    })
    .await;
    let receiver = Receiver::start().await;
    let url = |scheme: &str| format!("{scheme}://localhost:{}/hooks", receiver.address.port());
    for scheme in ["https", "http"] {
        let body = json!({ "url": url(scheme), "events": ["loan.created"] });
        let hook = office.admin().post(HOOKS, &body).await.expect(201);
        let path = format!("{HOOKS}/{}/test", hook["id"].as_str().unwrap());
        office.admin().post(&path, &json!({})).await.expect(202);
        let dead = office.deliveries(&hook, all("dead")).await;
        let error = dead[0]["last_error"].as_str().unwrap();
        let expected = match scheme {
            "https" => "is not a public address",
            _ => "the address is not https",
        };
        assert!(error.contains(expected), "{error}");
    }
    assert_eq!(receiver.received().len(), 0);
    // The same endpoint is sent to by a worker that may.
    office.worker.abort();
    let hooks = office.admin().get(HOOKS).await.expect(200);
    let plain: Vec<&Value> = hooks
        .as_array()
        .unwrap()
        .iter()
        .filter(|hook| hook["url"].as_str().unwrap().starts_with("http:"))
        .collect();
    let worker = work(&office.server, quick());
    let retry = format!(
        "{HOOKS}/{}/retry-delivery",
        plain[0]["id"].as_str().unwrap()
    );
    office.admin().post(&retry, &json!({})).await.expect(202);
    receiver.wait(1).await;
    worker.abort();
}
