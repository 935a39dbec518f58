//! The verification that each published page tells receivers to do, done as it says.

use crate::office::{HOOKS, Office, all};
use crate::receiver::{Received, Receiver};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use std::time::Duration;

fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// The creditor portal's page: HMAC-SHA256 of the raw body with the shared secret, in hexadecimal
/// behind `sha256=`; a timestamp more than five minutes off is refused.
pub fn verify_creditor(received: &Received, secret: &str) {
    let expected = format!(
        "sha256={}",
        hex::encode(hmac(secret.as_bytes(), &received.body))
    );
    assert_eq!(received.header("x-dd-signature"), expected);
    let timestamp = received.header("x-dd-timestamp");
    assert!(
        timestamp.ends_with('Z') && timestamp.len() == 20,
        "{timestamp}"
    );
    let at: DateTime<Utc> = timestamp.parse().unwrap();
    assert!((Utc::now() - at).num_minutes().abs() < 5);
    let id = received.header("x-dd-delivery-id");
    assert!(id.len() == 26 && *id == id.to_lowercase(), "{id}");
    assert_eq!(received.header("x-dd-event"), received.json()["event"]);
}

/// The servicing API's page: HMAC-SHA256 of the body with the subscription's secret, in hexadecimal
/// behind `sha256=`.
pub fn verify_servicing(received: &Received, secret: &str) {
    let expected = format!(
        "sha256={}",
        hex::encode(hmac(secret.as_bytes(), &received.body))
    );
    assert_eq!(received.header("x-webhook-signature"), expected);
}

/// The payment plans API's page: HMAC-SHA256 of the raw body with the secret, in bare lower-case
/// hexadecimal.
pub fn verify_plans(received: &Received, secret: &str) {
    let expected = hex::encode(hmac(secret.as_bytes(), &received.body));
    assert_eq!(received.header("x-payt-signature"), expected);
    uuid::Uuid::try_parse(received.header("x-payt-delivery")).unwrap();
    let administration = received.json()["administration"]["id"].clone();
    assert_eq!(
        received.header("x-payt-administration-identifier"),
        administration
    );
}

/// Whether the Standard Webhooks specification's verification succeeds: one of the signatures is
/// that of `id.timestamp.body`.
pub fn is_standard(received: &Received, secret: &str) -> bool {
    let key = STANDARD
        .decode(secret.strip_prefix("whsec_").unwrap())
        .unwrap();
    let timestamp = received.header("webhook-timestamp");
    let at: i64 = timestamp.parse().unwrap();
    assert!((Utc::now().timestamp() - at).abs() < 300);
    let mut signed = format!("{}.{timestamp}.", received.header("webhook-id")).into_bytes();
    signed.extend_from_slice(&received.body);
    let expected = format!("v1,{}", STANDARD.encode(hmac(&key, &signed)));
    let mut given = received.header("webhook-signature").split(' ');
    given.any(|signature| signature == expected)
}

#[tokio::test]
async fn a_rotated_secret_signs_beside_the_old_one_until_that_retires() {
    let office = Office::open().await;
    let receiver = Receiver::start().await;
    let hook = office
        .hook(&receiver, json!({ "format": "standard" }))
        .await;
    let path = format!("{HOOKS}/{}", hook["id"].as_str().unwrap());
    let old = hook["secret"].as_str().unwrap();
    let rotate = format!("{path}/rotate-secret");
    let rotated = office
        .admin()
        .post(&rotate, &json!({ "overlap_hours": 1 }))
        .await;
    assert_eq!(rotated.header("cache-control"), Some("no-store"));
    let rotated = rotated.expect(200);
    let new = rotated["secret"].as_str().unwrap();
    assert_ne!(old, new);
    let test = format!("{path}/test");
    let tested = async || {
        // A worker looks at the endpoints once a second.
        tokio::time::sleep(Duration::from_millis(1_300)).await;
        let sent = receiver.received().len();
        office.admin().post(&test, &json!({})).await.expect(202);
        receiver.wait(sent + 1).await[sent].clone()
    };
    let both = tested().await;
    assert_eq!(both.json()["type"], "webhook.test");
    assert!(is_standard(&both, old) && is_standard(&both, new));
    let at_once = json!({ "overlap_hours": 0 });
    let last = office.admin().post(&rotate, &at_once).await.expect(200);
    let received = tested().await;
    assert!(!is_standard(&received, new), "it retired at once");
    assert!(is_standard(&received, last["secret"].as_str().unwrap()));
    // No reply, no event and no read model shows a secret again.
    for path in [&path, HOOKS] {
        let shown = office.admin().get(path).await.text();
        assert!(!shown.contains(old) && !shown.contains(new), "{shown}");
    }
    let admin = office.server.database.admin().await;
    for table in [
        "book.events",
        "views.webhooks",
        "delivery.messages",
        "book.requests",
    ] {
        let sql = format!("SELECT count(*) FROM {table} AS t WHERE t::text LIKE '%' || $1 || '%'");
        let found: i64 = admin.query_one(&sql, &[&old]).await.unwrap().get(0);
        assert_eq!(found, 0, "{table}");
    }
    office.server.verify().await;
}

/// Race: an endpoint is changed while its secret is rotated, and whoever changes it has read it
/// before. The secret that was rotated away must not come back.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_brings_no_old_secret_back() {
    let office = Office::open().await;
    let receiver = Receiver::start().await;
    let wish = json!({ "format": "standard", "events": ["payment.received"] });
    let hook = office.hook(&receiver, wish).await;
    let path = format!("{HOOKS}/{}", hook["id"].as_str().unwrap());
    let book = office.server.database.admin().await;
    let lock = "BEGIN; SELECT 1 FROM book.books FOR UPDATE";
    book.batch_execute(lock).await.unwrap();
    let (rotate, client) = (format!("{path}/rotate-secret"), office.admin().clone());
    let at_once = json!({ "overlap_hours": 0 });
    let rotated = tokio::spawn(async move { client.post(&rotate, &at_once).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (change, client) = (path.clone(), office.admin().clone());
    let moved = json!({
        "url": format!("{}/moved", receiver.url()), "events": ["payment.received"],
    });
    let changed = tokio::spawn(async move { client.put(&change, &moved).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    book.batch_execute("COMMIT").await.unwrap();
    let rotated = rotated.await.unwrap().expect(200);
    changed.await.unwrap().expect(200);
    tokio::time::sleep(Duration::from_millis(1_300)).await;
    let test = format!("{path}/test");
    office.admin().post(&test, &json!({})).await.expect(202);
    let received = receiver.wait(1).await;
    assert_eq!(received[0].path, "/hooks/moved");
    assert!(is_standard(
        &received[0],
        rotated["secret"].as_str().unwrap()
    ));
}

#[tokio::test]
async fn a_callers_own_secret_signs() {
    let office = Office::open().await;
    let receiver = Receiver::start().await;
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let hook = office.hook(&receiver, json!({ "secret": secret })).await;
    assert_eq!(hook["secret"], secret);
    office.loan().await;
    for received in receiver.wait(2).await {
        verify_servicing(&received, secret);
        assert!(is_standard(&received, secret));
    }
    office.deliveries(&hook, all("delivered")).await;
    let short = json!({ "url": receiver.url(), "secret": "short" });
    office.admin().post(HOOKS, &short).await.expect(422);
}
