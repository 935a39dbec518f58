//! "API access must be enabled for your creditor account."

use super::{ACCOUNTS, contract};
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::json;

const ACCESS: &str = "/api/v1/creditor/api-access";

#[tokio::test]
async fn a_closed_api_answers_nobody_of_its_creditors() {
    let server = TestServer::start().await;
    let stranger = server.stranger().await;
    let viewer = server.client(KeyRole::Viewer).await;
    viewer.get(ACCOUNTS).await.expect(200);
    let (open, closed) = (json!({ "contracts": true }), json!({ "contracts": false }));
    assert_eq!(viewer.get(ACCESS).await.expect(200), open);
    assert_eq!(server.admin.put(ACCESS, &closed).await.expect(200), closed);
    assert_eq!(viewer.get(ACCESS).await.expect(200), closed);

    let refused = json!({ "error": "API not enabled for your account" });
    for client in [&server.admin, &viewer] {
        let one = format!("{ACCOUNTS}?account_id=1");
        let lists = ["/api/v1/payments.php", "/api/v1/settlements.php"];
        for path in [ACCOUNTS, &one].into_iter().chain(lists) {
            assert_eq!(client.get(path).await.expect(403), refused, "{path}");
        }
        let add = client.post(ACCOUNTS, &contract("C-1")).await;
        assert_eq!(add.expect(403), refused);
    }
    // A missing and a wrong key are told apart as before, and nobody else is shut out.
    let mut wrong = server.admin.anonymous();
    wrong.get(ACCOUNTS).await.expect(401);
    wrong.key = Some("0".repeat(64));
    let told = wrong.get(ACCOUNTS).await.expect(403);
    assert_eq!(told, json!({ "error": "Invalid API key" }));
    stranger.get(ACCOUNTS).await.expect(200);
    viewer.get("/external/v1/accounts").await.expect(200);
    assert_eq!(server.count_events("account.placed").await, 0);

    server.admin.put(ACCESS, &closed).await.expect(200);
    assert_eq!(server.count_events("api_access.set").await, 1);
    server.admin.put(ACCESS, &open).await.expect(200);
    viewer.get(ACCOUNTS).await.expect(200);
    let add = server.admin.post(ACCOUNTS, &contract("C-1")).await;
    add.expect(201);
    server.verify().await;
}

#[tokio::test]
async fn access_is_an_admins_to_set() {
    let server = TestServer::start().await;
    let officer = server.client(KeyRole::LoanOfficer).await;
    let closed = json!({ "contracts": false });
    officer.put(ACCESS, &closed).await.expect(403);
    for body in [
        json!({}),
        json!({ "contracts": null }),
        json!({ "contracts": "off" }),
    ] {
        let refused = server.admin.put(ACCESS, &body).await.expect(400);
        assert_eq!(refused["details"][0]["field"], "contracts", "{body}");
    }
    assert_eq!(server.count_events("api_access.set").await, 0);
}
