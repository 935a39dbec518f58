//! The webhook's endpoint: one a creditor, its secret shown once.

use quittance_replay_tests::TestServer;
use serde_json::json;

const HOOKS: &str = "/api/v1/creditor/webhooks";

#[tokio::test]
async fn one_endpoint_is_configured_replaced_and_removed() {
    let server = TestServer::start().await;
    assert_eq!(
        server.admin.get(HOOKS).await.expect(200)["webhooks"],
        json!([])
    );
    let body = json!({ "url": "https://example.com/a", "events": ["dispute.filed"] });
    let made = server.admin.post(HOOKS, &body).await;
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let made = made.expect(201);
    assert_eq!(
        (&made["events"], &made["active"]),
        (&body["events"], &json!(true))
    );
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_"), "{secret}");
    let body = json!({ "url": "https://example.com/b" });
    let next = server.admin.post(HOOKS, &body).await.expect(201);
    assert_eq!(next["events"].as_array().unwrap().len(), 5);
    let listed = server.admin.get(HOOKS).await;
    assert!(!listed.text().contains("secret"));
    let listed = listed.expect(200);
    assert_eq!(listed["webhooks"].as_array().unwrap().len(), 1);
    assert_eq!(listed["webhooks"][0]["url"], body["url"]);
    // Neither the book nor the read model has it readable.
    let admin = server.database.admin().await;
    let sql = "SELECT count(*) FROM book.events WHERE payload::text LIKE '%' || $1 || '%'";
    let readable: i64 = admin.query_one(sql, &[&secret]).await.unwrap().get(0);
    assert_eq!(readable, 0);

    let stranger = server.stranger().await;
    let path = format!("{HOOKS}/{}", next["id"].as_str().unwrap());
    stranger.delete(&path).await.expect(404);
    server.admin.delete(&path).await.expect(200);
    server.admin.delete(&path).await.expect(404);
    assert_eq!(
        server.admin.get(HOOKS).await.expect(200)["webhooks"],
        json!([])
    );
    server.verify().await;
}

#[tokio::test]
async fn only_https_and_known_events_are_taken() {
    let server = TestServer::start().await;
    for body in [
        json!({}),
        json!({ "url": "http://example.com" }),
        json!({ "url": "example.com" }),
        json!({ "url": "https://example.com", "events": ["unheard"] }),
        json!({ "url": "https://example.com", "events": [] }),
    ] {
        let refused = server.admin.post(HOOKS, &body).await.expect(400);
        assert_eq!(refused["code"], "VALIDATION_ERROR", "{body}");
    }
    assert_eq!(server.count_events("webhook.configured").await, 0);
}
