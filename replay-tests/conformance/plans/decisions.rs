//! Approving, rejecting and deactivating, by form as the page has it and by JSON.

use super::{PLANS, administration, invoice, path_of, plan};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

async fn proposed(server: &TestServer, number: &str) -> Value {
    invoice(server, number).await;
    let mut body = plan(server, number, &[("100", "2030-01-01")]);
    body["reason"] = json!("Lost my job in <March>");
    server.admin.post(PLANS, &body).await.expect(201)
}

fn action(plan: &Value, action: &str) -> String {
    format!("{PLANS}/{}/{action}", plan["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_proposal_is_approved_once() {
    let server = TestServer::start().await;
    let form = format!("administration_id={}", administration(server.creditor));
    let plan = proposed(&server, "INV-1").await;
    assert_eq!(plan["reason"], "Lost my job in <March>");
    assert_eq!(plan["proposed_at"], plan["created_at"]);
    assert_eq!(
        (&plan["active"], &plan["approved_at"]),
        (&json!(false), &Value::Null)
    );
    let client = server.admin.forms();
    let approved = client
        .patch_raw(&action(&plan, "approve"), form.clone())
        .await;
    let approved = approved.expect(200);
    assert_eq!(approved["active"], true);
    assert_eq!(approved["approved_at"], approved["updated_at"]);
    let read = server.admin.get(&path_of(&server, &plan)).await.expect(200);
    assert_eq!(read, approved);
    for again in ["approve", "reject"] {
        let refused = client.patch_raw(&action(&plan, again), form.clone()).await;
        assert_eq!(refused.expect(422)["code"], "unprocessable_entity");
    }
    server.verify().await;
}

#[tokio::test]
async fn a_proposal_is_rejected_and_the_user_named() {
    let server = TestServer::start().await;
    let plan = proposed(&server, "INV-1").await;
    let body = json!({ "administration_id": administration(server.creditor) });
    let path = action(&plan, "reject");
    let rejected = server
        .admin
        .patch_raw(&path, body.to_string())
        .await
        .expect(200);
    assert!(rejected["rejected_at"].is_string());
    assert_eq!(rejected["active"], false);
    assert_eq!(rejected["rejected_by_user"]["name"], "test");
    assert!(rejected["rejected_by_user"]["id"].is_string());
    let read = server.admin.get(&path_of(&server, &plan)).await.expect(200);
    assert_eq!(read, rejected);
    for action in ["approve", "deactivate"] {
        let path = self::action(&plan, action);
        server
            .admin
            .patch_raw(&path, body.to_string())
            .await
            .expect(422);
    }
    server.verify().await;
}

#[tokio::test]
async fn a_debtors_plan_may_be_activated_at_once() {
    let server = TestServer::start().await;
    invoice(&server, "INV-1").await;
    let mut body = plan(&server, "INV-1", &[("100", "2030-01-01")]);
    body["reason"] = json!("Between jobs");
    body["auto_activated"] = json!(true);
    let plan = server.admin.post(PLANS, &body).await.expect(201);
    let of = |name: &str| plan[name].clone();
    assert_eq!(
        (of("active"), of("auto_activated")),
        (json!(true), json!(true))
    );
    assert_eq!(
        (of("proposed_at"), of("approved_at")),
        (of("created_at"), of("created_at"))
    );
}

/// What fills a plan stops with it.
#[tokio::test]
async fn a_deactivated_plan_takes_no_more_payments() {
    let server = TestServer::start().await;
    invoice(&server, "INV-1").await;
    let loan = super::loan_of(&server, "INV-1").await;
    let body = plan(&server, "INV-1", &[("100", "2030-01-01")]);
    let plan = server.admin.post(PLANS, &body).await.expect(201);
    super::pay(&server, &loan, "40.00").await;
    let form = format!(
        "administration_id={}&fields={}",
        administration(server.creditor),
        "%7B%22only%22%3A%5B%22id%22%2C%22deactivated_at%22%2C%22active%22%5D%7D"
    );
    let client = server.admin.forms();
    let ended = client
        .patch_raw(&action(&plan, "deactivate"), form.clone())
        .await
        .expect(200);
    assert_eq!(ended.as_object().unwrap().len(), 3);
    assert_eq!(
        (&ended["id"], &ended["active"]),
        (&plan["id"], &json!(false))
    );
    assert!(ended["deactivated_at"].is_string());
    super::pay(&server, &loan, "60.00").await;
    let read = server.admin.get(&path_of(&server, &plan)).await.expect(200);
    assert_eq!(super::due(&read), [("60.00", false)]);
    client
        .patch_raw(&action(&plan, "deactivate"), form)
        .await
        .expect(422);
    server.verify().await;
}

/// What the debtor wrote is nowhere in the book or in the saved replies.
#[tokio::test]
async fn the_reason_is_sealed() {
    let server = TestServer::start().await;
    invoice(&server, "INV-1").await;
    let mut body = plan(&server, "INV-1", &[("100", "2030-01-01")]);
    body["reason"] = json!("Lost my job");
    body["cc_email_address"] = json!("jane@example.com");
    body["fields"] = json!(r#"{"only":["id","reason","public_url"]}"#);
    let client = server.admin.with("Idempotency-Key", "sealed");
    let created = client.post(PLANS, &body).await.expect(201);
    assert_eq!(created["reason"], "Lost my job");
    let secret = created["public_url"].as_str().unwrap();
    let secret = secret.rsplit('/').next().unwrap().to_owned();
    let again = client.post(PLANS, &body).await;
    assert_eq!(again.expect(201), created);
    let admin = server.database.admin().await;
    let sql = "SELECT convert_from(body, 'UTF8') FROM book.requests
        UNION ALL SELECT payload::text FROM book.events
        UNION ALL SELECT p::text FROM views.plans AS p";
    let rows = admin.query(sql, &[]).await.unwrap();
    assert!(rows.len() > 3);
    for row in rows {
        let text: String = row.get(0);
        for hidden in ["Lost my job", "jane@example.com", &secret] {
            assert!(!text.contains(hidden), "{hidden} is in {text}");
        }
    }
}
