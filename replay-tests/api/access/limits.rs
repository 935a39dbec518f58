//! Rate limits over HTTP.

use super::{PASSWORD, user};
use quittance_api::Settings;
use quittance_api::limits::{Limits, TrustedProxies};
use quittance_replay_tests::{Client, Response, TestServer};
use quittance_store::keys::KeyRole;
use serde_json::json;

const ACCOUNTS: &str = "/api/v1/creditor/accounts";

async fn limited(limits: &str, proxies: &[&str]) -> TestServer {
    let trusted = proxies.iter().map(|text| text.parse().unwrap()).collect();
    let settings = Settings {
        limits: Limits::parse(limits).unwrap(),
        trusted_proxies: TrustedProxies(trusted),
        ..Settings::default()
    };
    TestServer::with(settings).await
}

/// What a reply says of a quota: the policy, what is left, and when to come again.
fn told(reply: &Response) -> (Option<&str>, Option<&str>, Option<&str>) {
    (
        reply.header("ratelimit-policy"),
        reply.header("ratelimit"),
        reply.header("retry-after"),
    )
}

#[tokio::test]
async fn the_portal_is_limited_by_address() {
    let server = limited("creditor=3/1h,creditor-lists=off", &[]).await;
    let policy = Some("\"creditor\";q=3;w=3600");
    let first = server.admin.get(ACCOUNTS).await;
    first.expect(200);
    assert_eq!(
        told(&first),
        (policy, Some("\"creditor\";r=2;t=1200"), None)
    );
    // Another key from the same address counts on; so does no key at all.
    server.stranger().await.get(ACCOUNTS).await.expect(200);
    server.admin.anonymous().get(ACCOUNTS).await.expect(401);
    let refused = server.admin.with("X-Request-Id", "me").get(ACCOUNTS).await;
    let body = refused.expect(429);
    assert_eq!(body["code"], "RATE_LIMITED");
    assert_eq!(body["requestId"], "me");
    let spent = Some("\"creditor\";r=0;t=3600");
    assert_eq!(told(&refused), (policy, spent, Some("3600")));
    // Nothing else is.
    let loans = server.admin.get("/api/v1/loans").await;
    loans.expect(200);
    assert_eq!(told(&loans), (None, None, None));
}

#[tokio::test]
async fn lists_of_the_portal_are_limited_by_creditor() {
    let server = limited("creditor=off,creditor-lists=2/1h", &[]).await;
    let policy = Some("\"creditor-lists\";q=2;w=3600");
    let first = server.admin.get(ACCOUNTS).await;
    let left = Some("\"creditor-lists\";r=1;t=1800");
    assert_eq!(told(&first), (policy, left, None));
    // Another list, by another key and by the unversioned path.
    let other = json!({ "name": "other", "role": "admin" });
    let minted = server.admin.post("/api/v1/creditor/api-keys", &other).await;
    let other = super::bearing(&server.admin, minted.expect(201)["key"].as_str().unwrap());
    other.get("/api/creditor/users").await.expect(200);
    for client in [&server.admin, &other] {
        let refused = client.get("/api/v1/creditor/audit-log").await;
        assert_eq!(refused.expect(429)["code"], "RATE_LIMITED");
        let spent = Some("\"creditor-lists\";r=0;t=3600");
        assert_eq!(told(&refused), (policy, spent, Some("3600")));
    }
    // Whatever is no list goes on, and so do other creditors; a stranger is told that he is one.
    let settings = "/api/v1/creditor/settlement-matrix";
    let one = server.admin.get(settings).await;
    assert_eq!((one.status.as_u16(), told(&one)), (200, (None, None, None)));
    server.stranger().await.get(ACCOUNTS).await.expect(200);
    server.admin.anonymous().get(ACCOUNTS).await.expect(401);
    let placed = json!({ "consumer": { "email": "jane@example.com" }, "principal_balance": 5 });
    let place = "/api/v1/creditor/place-account";
    let placed = server.admin.post(place, &placed).await;
    assert_eq!(told(&placed), (None, None, None));
}

/// The limit by creditor takes nothing from the one by address, which comes first.
#[tokio::test]
async fn a_list_counts_by_address_and_by_creditor() {
    let server = limited("creditor=3/1h,creditor-lists=1/1h", &[]).await;
    let listed = server.admin.get(ACCOUNTS).await;
    let both = Some("\"creditor\";q=3;w=3600, \"creditor-lists\";q=1;w=3600");
    let left = Some("\"creditor\";r=2;t=1200, \"creditor-lists\";r=0;t=3600");
    assert_eq!(told(&listed), (both, left, None));
    let refused = server.admin.get(ACCOUNTS).await;
    refused.expect(429);
    let left = Some("\"creditor\";r=1;t=2400, \"creditor-lists\";r=0;t=3600");
    assert_eq!(told(&refused), (both, left, Some("3600")));
    let stranger = server.stranger().await;
    stranger.get(ACCOUNTS).await.expect(200);
    // The address has none left, whoever's lists they are.
    let refused = stranger.get(ACCOUNTS).await;
    refused.expect(429);
    let address = Some("\"creditor\";q=3;w=3600");
    assert_eq!(told(&refused).0, address);
}

#[tokio::test]
async fn logins_have_a_limit_of_their_own_each() {
    let server = limited("creditor-login=2/1h,servicing-login=1/1h", &[]).await;
    user(&server, "ann@creditor.test", KeyRole::Admin).await;
    let client = server.admin.anonymous();
    let body = json!({ "email": "ann@creditor.test", "password": PASSWORD });
    client
        .post("/api/auth/creditor/login", &body)
        .await
        .expect(200);
    // Both spellings of the path count together.
    client
        .post("/api/v1/auth/creditor/login", &body)
        .await
        .expect(200);
    client
        .post("/api/auth/creditor/login", &body)
        .await
        .expect(429);
    // The other login is not touched by it: this one lacks its token.
    client.post("/api/v1/auth/login", &body).await.expect(403);
    let refused = client.post("/api/v1/auth/login", &body).await.expect(429);
    assert_eq!(refused, json!({ "detail": "Too many requests" }));
    client.get("/api/v1/auth/session").await.expect(200);
}

#[tokio::test]
async fn a_trusted_proxy_says_who_called_it() {
    let server = limited("creditor=1/1h", &["127.0.0.1"]).await;
    let from = |address: &str| server.admin.with("X-Forwarded-For", address);
    let get = async |client: &Client| client.get(ACCOUNTS).await;
    get(&from("192.0.2.1")).await.expect(200);
    get(&from("192.0.2.1")).await.expect(429);
    get(&from("192.0.2.2")).await.expect(200);
    // What a caller claims stands before what the proxy saw.
    get(&from("192.0.2.9, 192.0.2.2")).await.expect(429);

    let server = limited("creditor=1/1h", &[]).await;
    let from = |address: &str| server.admin.with("X-Forwarded-For", address);
    get(&from("192.0.2.1")).await.expect(200);
    get(&from("192.0.2.2")).await.expect(429);
}
