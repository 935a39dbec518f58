//! Endpoints: made, changed, removed, and refused.

use crate::office::HOOKS;
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::json;

#[tokio::test]
async fn endpoints_are_made_changed_and_removed() {
    let server = TestServer::start().await;
    let body = json!({
        "url": "https://example.com/a", "events": ["payment.received"], "secret": "a secret of theirs",
    });
    let made = server.admin.post(HOOKS, &body).await;
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let made = made.expect(201);
    assert_eq!(made["format"], "servicing");
    assert_eq!(made["is_active"], true);
    let path = format!("{HOOKS}/{}", made["id"].as_str().unwrap());
    let mut shown = made.clone();
    shown.as_object_mut().unwrap().remove("secret");
    assert_eq!(server.admin.get(&path).await.expect(200), shown);
    let changed = json!({ "url": "https://example.com/b", "is_active": false });
    let changed = server.admin.put(&path, &changed).await.expect(200);
    assert_eq!(changed["disabled_reason"], "by_hand");
    assert_eq!(changed["events"], json!([]));
    let again = json!({ "url": "https://example.com/b" });
    let again = server.admin.put(&path, &again).await.expect(200);
    assert_eq!(again["is_active"], false, "as it was");
    let enable = format!("{path}/re-enable");
    let enabled = server.admin.post(&enable, &json!({})).await.expect(200);
    assert_eq!(enabled["is_active"], true);

    // The portal's own is not seen here, nor these there.
    let portal = json!({ "url": "https://example.com/portal" });
    let hooks = "/api/v1/creditor/webhooks";
    let portal = server.admin.post(hooks, &portal).await.expect(201);
    let id = portal["id"].as_str().unwrap().strip_prefix("w-").unwrap();
    server.admin.get(&format!("{HOOKS}/{id}")).await.expect(404);
    let there = format!("{hooks}/w-{}", made["id"].as_str().unwrap());
    server.admin.delete(&there).await.expect(404);
    assert_eq!(
        server
            .admin
            .get(HOOKS)
            .await
            .expect(200)
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let stranger = server.stranger().await;
    stranger.get(&path).await.expect(404);
    stranger.delete(&path).await.expect(404);
    let viewer = server.client(KeyRole::LoanOfficer).await;
    viewer.get(HOOKS).await.expect(403);
    server.admin.delete(&path).await.expect(200);
    server.admin.get(&path).await.expect(404);
    server.verify().await;
}

#[tokio::test]
async fn addresses_inside_and_unknown_events_are_refused() {
    let server = TestServer::start().await;
    for url in [
        "http://example.com/hooks",
        "https://127.0.0.1/hooks",
        "https://localhost/hooks",
        "https://[::1]/hooks",
        "https://[::ffff:10.0.0.1]/hooks",
        "https://169.254.169.254/latest/meta-data",
        "https://10.1.2.3:8443/",
        "https://0x7f000001/",
        "https://user:secret@example.com/",
        "ftp://example.com/",
        "example.com",
        "",
    ] {
        for path in [HOOKS, "/api/v1/creditor/webhooks"] {
            let refused = server.admin.post(path, &json!({ "url": url })).await;
            assert!(
                [400, 422].contains(&refused.status.as_u16()),
                "{path} {url}: {}",
                refused.text()
            );
            assert!(refused.text().contains("url"), "{}", refused.text());
        }
    }
    for body in [
        json!({ "url": "https://example.com", "events": ["payment.sent"] }),
        json!({ "url": "https://example.com", "events": ["payment.received", 7] }),
        json!({ "url": "https://example.com", "events": [] }),
        json!({ "url": "https://example.com", "format": "creditor" }),
        json!({ "url": "https://example.com", "secret": "short" }),
    ] {
        server.admin.post(HOOKS, &body).await.expect(422);
    }
    assert_eq!(server.count_events("webhook.configured").await, 0);
}

#[tokio::test]
async fn a_creditor_has_so_many_endpoints_and_no_more() {
    let server = TestServer::start().await;
    for place in 0..16 {
        let body = json!({ "url": format!("https://example.com/{place}") });
        server.admin.post(HOOKS, &body).await.expect(201);
    }
    let one_more = json!({ "url": "https://example.com/more" });
    let refused = server.admin.post(HOOKS, &one_more).await.expect(422);
    assert_eq!(refused["detail"][0]["loc"][2], "url");
}

/// A repetition shows the secret again, which is kept sealed.
#[tokio::test]
async fn a_repeated_request_makes_no_second_endpoint_and_no_second_secret() {
    let server = TestServer::start().await;
    let portal = "/api/v1/creditor/webhooks".to_owned();
    let body = json!({ "url": "https://example.com/hooks" });
    let other = json!({ "url": "https://example.com/others" });
    let mut rotate = String::new();
    for path in [HOOKS.to_owned(), portal] {
        let client = server.admin.with("Idempotency-Key", &path);
        let first = client.post(&path, &body).await;
        let made = first.expect(201);
        let second = client.post(&path, &body).await;
        assert_eq!((second.status, &second.body), (first.status, &first.body));
        assert_eq!(second.header("idempotent-replayed"), Some("true"));
        assert_eq!(second.header("cache-control"), Some("no-store"));
        assert!(made["secret"].as_str().unwrap().starts_with("whsec_"));
        client.post(&path, &other).await.expect(409);
        if path == HOOKS {
            rotate = format!("{HOOKS}/{}/rotate-secret", made["id"].as_str().unwrap());
        }
    }
    assert_eq!(server.count_events("webhook.configured").await, 2);
    let client = server.admin.with("Idempotency-Key", "rotate");
    let first = client.post(&rotate, &json!({})).await;
    let secret = first.expect(200)["secret"].as_str().unwrap().to_owned();
    let second = client.post(&rotate, &json!({})).await;
    assert_eq!(second.body, first.body);
    let database = server.database.admin().await;
    let sql = "SELECT body FROM book.requests WHERE request_id = 'rotate'";
    let kept: Vec<u8> = database.query_one(sql, &[]).await.unwrap().get(0);
    assert!(!String::from_utf8_lossy(&kept).contains(&secret));
    server.verify().await;
}
