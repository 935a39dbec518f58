//! A loan from its application to its end.

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

async fn application(server: &TestServer) -> Value {
    let body = json!({
        "principal_amount": "10000.00",
        "interest_rate": "0.085",
        "start_date": "2026-01-01",
    });
    server.admin.post("/api/v1/loans", &body).await.expect(201)
}

async fn act(server: &TestServer, loan: &Value, verb: &str, body: Value, status: u16) -> Value {
    let path = format!("/api/v1/loans/{}/{verb}", loan["id"].as_str().unwrap());
    server.admin.post(&path, &body).await.expect(status)
}

#[tokio::test]
async fn approved_disbursed_and_paid_off_by_the_quote() {
    let server = TestServer::start().await;
    let loan = application(&server).await;
    assert_eq!(loan["status"], "pending");
    let approved = act(&server, &loan, "approve", json!({}), 200).await;
    assert_eq!(approved["status"], "approved");
    act(&server, &loan, "approve", json!({}), 409).await;
    act(&server, &loan, "deny", json!({ "reason": "late" }), 409).await;
    let day = json!({ "effective_date": "2026-01-01" });
    assert_eq!(
        act(&server, &loan, "disburse", day, 200).await["status"],
        "active"
    );
    act(&server, &loan, "cancel", json!({ "reason": "late" }), 409).await;

    let quote = format!(
        "/api/v1/loans/{}/payoff?on=2026-01-31",
        loan["id"].as_str().unwrap()
    );
    let quote = server.admin.get(&quote).await.expect(200);
    let wire = json!({ "payment_method": "wire", "effective_date": "2026-01-31" });
    let payment = act(&server, &loan, "pay-off", wire.clone(), 201).await;
    assert_eq!(payment["amount"], quote["payoff_amount"]);
    assert_eq!(payment["overpayment"], "0.00");
    act(&server, &loan, "pay-off", wire, 409).await;
    let path = format!("/api/v1/loans/{}", loan["id"].as_str().unwrap());
    assert_eq!(
        server.admin.get(&path).await.expect(200)["status"],
        "paid_off"
    );
    server.verify().await;
}

#[tokio::test]
async fn what_was_turned_down_is_never_disbursed() {
    let server = TestServer::start().await;
    for (verb, status) in [("deny", "denied"), ("cancel", "cancelled")] {
        let loan = application(&server).await;
        act(&server, &loan, verb, json!({}), 422).await;
        let ended = act(&server, &loan, verb, json!({ "reason": "withdrawn" }), 200).await;
        assert_eq!(ended["status"], status);
        act(&server, &loan, "disburse", json!({}), 409).await;
        let filter = format!(r#"/api/v1/loans?filter={{"status":"{status}"}}"#);
        let filter = filter
            .replace('{', "%7B")
            .replace('}', "%7D")
            .replace('"', "%22");
        let listed = server.admin.get(&filter).await.expect(200);
        assert_eq!(listed[0]["id"], loan["id"]);
    }
    server.verify().await;
}
