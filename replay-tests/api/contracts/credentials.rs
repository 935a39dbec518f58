//! Keys and methods: only a missing key is 401, a wrong one is 403.

use super::{ACCOUNTS, PAYMENTS, SETTLEMENTS, contract};
use bytes::Bytes;
use hyper::Method;
use quittance_replay_tests::{TestServer, server};
use quittance_store::keys::KeyRole;
use serde_json::json;

#[tokio::test]
async fn a_key_comes_in_either_header() {
    let server = TestServer::start().await;
    let anonymous = server.admin.anonymous();
    let key = server.admin.key.clone().unwrap();
    let mut wrong = server.admin.clone();
    wrong.key = Some("0".repeat(64));
    for path in [ACCOUNTS, PAYMENTS, SETTLEMENTS] {
        server.admin.get(path).await.expect(200);
        anonymous
            .with("X-API-Key", &key)
            .get(path)
            .await
            .expect(200);
        // Of both headers X-API-Key counts.
        wrong.with("X-API-Key", &key).get(path).await.expect(200);
        let missing = anonymous.get(path).await.expect(401);
        assert_eq!(missing, json!({ "error": "Missing API key" }));
        let unknown = wrong.get(path).await.expect(403);
        assert_eq!(unknown, json!({ "error": "Invalid API key" }));
    }
}

#[tokio::test]
async fn a_key_does_what_its_role_and_scopes_say() {
    let server = TestServer::start().await;
    let viewer = server.client(KeyRole::Viewer).await;
    viewer.get(ACCOUNTS).await.expect(200);
    viewer.post(ACCOUNTS, &contract("C-1")).await.expect(403);
    let scopes = ["accounts:read".to_owned()];
    let mut reader = server.admin.clone();
    let key = server::key(&server.database, server.creditor, KeyRole::Admin, &scopes);
    reader.key = Some(key.await);
    reader.get(ACCOUNTS).await.expect(200);
    reader.get(PAYMENTS).await.expect(403);
    reader.post(ACCOUNTS, &contract("C-1")).await.expect(403);
}

#[tokio::test]
async fn other_methods_are_refused_with_those_allowed() {
    let server = TestServer::start().await;
    let allowed = [
        (ACCOUNTS, "GET,HEAD,POST"),
        (PAYMENTS, "GET,HEAD"),
        (SETTLEMENTS, "GET,HEAD"),
    ];
    for (path, methods) in allowed {
        for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
            let refused = server.admin.send(method, path, Bytes::new()).await.unwrap();
            assert_eq!(
                refused.expect(405),
                json!({ "error": "Method not allowed" })
            );
            assert_eq!(refused.header("allow"), Some(methods), "{path}");
        }
    }
    server.admin.post(PAYMENTS, &json!({})).await.expect(405);
    let unknown = server.admin.get("/api/v1/reports.php").await.expect(404);
    assert_eq!(unknown, json!({ "error": "Not found" }));
}
