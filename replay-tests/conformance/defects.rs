//! "We goofed": a defect of ours is a 500 in each surface's own shape, and tells nothing of itself.

use quittance_replay_tests::TestServer;
use serde_json::json;

#[tokio::test]
async fn a_defect_is_answered_in_each_surfaces_shape() {
    let server = TestServer::start().await;
    let placed = json!({ "consumerEmail": "m@example.com", "principalBalance": 100 });
    let place = "/api/v1/creditor/place-account";
    let placed = server.admin.post(place, &placed).await.expect(201);
    let account = placed["accountId"].as_str().unwrap();
    let administration = server.creditor.0;
    // What no deployment has: a read model that is not there.
    let database = server.database.admin().await;
    for table in ["accounts", "payments", "plans", "settlement_offers"] {
        let sql = format!("ALTER TABLE views.{table} RENAME TO {table}_lost");
        database.batch_execute(&sql).await.unwrap();
    }
    let admin = server.admin.with("X-Request-Id", "me");
    let portal = json!({ "error": "Internal error", "code": "INTERNAL", "requestId": "me" });
    let contracts = json!({ "error": "Server error" });
    let id = &account[2..];
    for (path, expected) in [
        ("/api/v1/accounts.php".to_owned(), &contracts),
        ("/api/v1/accounts.php?account_id=1".to_owned(), &contracts),
        ("/api/v1/payments.php".to_owned(), &contracts),
        ("/api/v1/settlements.php".to_owned(), &contracts),
        (format!("/api/v1/creditor/accounts/{account}"), &portal),
        (format!("/external/v1/accounts/{account}"), &portal),
        (
            format!("/v1/payment_plans?administration_id={administration}"),
            &json!({ "code": "internal", "message": "Internal error" }),
        ),
        (
            format!("/api/v1/external/accounts/{id}/status"),
            &json!({
                "success": false, "status_code": 500, "message": "Internal server error",
                "errors": [], "meta": {},
            }),
        ),
        (
            format!("/api/v1/loans/{id}"),
            &json!({ "detail": "Internal server error" }),
        ),
    ] {
        let reply = admin.get(&path).await;
        assert_eq!(&reply.expect(500), expected, "{path}");
        assert_eq!(reply.header("x-request-id"), Some("me"), "{path}");
    }
}
