//! The error table: `{"code", "message"}`, each status.

use super::{PLANS, administration, invoice, path_of, plan};
use crate::limited;
use quittance_replay_tests::TestServer;
use quittance_replay_tests::server::key;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

#[track_caller]
fn says(body: &Value, code: &str, message: &str) {
    let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["code", "message"]);
    assert_eq!(body["code"], code, "{body}");
    let text = body["message"].as_str().unwrap();
    assert!(text.contains(message), "{text:?} does not say {message:?}");
}

#[tokio::test]
async fn without_a_token_or_with_a_wrong_one() {
    let server = TestServer::start().await;
    let body = plan(&server, "INV-1", &[("1", "2030-01-01")]);
    let missing = server.admin.anonymous().post(PLANS, &body).await;
    says(&missing.expect(401), "unauthorized", "token");
    let mut wrong = server.admin.clone();
    wrong.key = Some("0".repeat(64));
    says(&wrong.get(PLANS).await.expect(401), "unauthorized", "token");
}

#[tokio::test]
async fn without_the_scope_or_the_role() {
    let server = TestServer::start().await;
    invoice(&server, "INV-1").await;
    let body = plan(&server, "INV-1", &[("1", "2030-01-01")]);
    let created = server.admin.post(PLANS, &body).await.expect(201);
    let client = async |role, scope: &str| {
        let scopes = [scope.to_owned()];
        let mut client = server.admin.clone();
        client.key = Some(key(&server.database, server.creditor, role, &scopes).await);
        client
    };
    let reader = client(KeyRole::Admin, "payment_plans:read").await;
    let refused = reader.post(PLANS, &body).await.expect(403);
    assert_eq!(
        refused,
        json!({ "code": "forbidden", "message": "Missing permission: payment_plans:write" })
    );
    let path = format!("{PLANS}/{}/deactivate", created["id"].as_str().unwrap());
    let form = format!("administration_id={}", administration(server.creditor));
    let refused = reader.forms().patch_raw(&path, form).await.expect(403);
    says(&refused, "forbidden", "payment_plans:write");
    // Who lacks both is told of the permission, which is what the published API knows.
    let neither = client(KeyRole::Viewer, "payment_plans:read").await;
    let refused = neither.post(PLANS, &body).await.expect(403);
    says(&refused, "forbidden", "payment_plans:write");
    let writer = client(KeyRole::Admin, "payment_plans:write").await;
    let refused = writer.get(&path_of(&server, &created)).await.expect(403);
    says(&refused, "forbidden", "payment_plans:read");
    let viewer = server.client(KeyRole::Viewer).await;
    viewer.get(&path_of(&server, &created)).await.expect(200);
    viewer.post(PLANS, &body).await.expect(403);
}

#[tokio::test]
async fn an_unknown_plan_and_anothers_are_the_same() {
    let server = TestServer::start().await;
    invoice(&server, "INV-1").await;
    let body = plan(&server, "INV-1", &[("1", "2030-01-01")]);
    let created = server.admin.post(PLANS, &body).await.expect(201);
    let unknown = created["id"].as_str().unwrap().to_owned() + "9";
    let of = administration(server.creditor);
    let absent = server
        .admin
        .get(&format!("{PLANS}/{unknown}?administration_id={of}"))
        .await;
    says(&absent.expect(404), "not_found", "Not found");
    let stranger = server.stranger().await;
    let hidden = stranger.get(&path_of(&server, &created)).await;
    assert_eq!((hidden.status, hidden.body), (absent.status, absent.body));
    for id in ["x", "-1", "1.0", "%00"] {
        let path = format!("{PLANS}/{id}?administration_id={of}");
        server.admin.get(&path).await.expect(404);
    }
    server.admin.get("/v1/payment_plan").await.expect(404);
}

#[tokio::test]
async fn a_malformed_body_changes_nothing_and_names_the_field() {
    let server = TestServer::start().await;
    invoice(&server, "INV-1").await;
    let good = plan(&server, "INV-1", &[("1", "2030-01-01")]);
    let with = |name: &str, value: Value| {
        let mut body = good.clone();
        body[name] = value;
        body
    };
    let term = |amount: Value, due: Value| json!([{ "amount": amount, "due_date": due }]);
    let cases = [
        (with("administration_id", Value::Null), "administration_id"),
        (with("administration_id", json!([])), "administration_id"),
        (with("administration_id", json!("")), "administration_id"),
        (with("terms", Value::Null), "terms is required"),
        (with("terms", json!([])), "terms"),
        (with("terms", json!("x")), "terms"),
        (with("terms", json!([1])), "terms[0]"),
        (
            with("terms", term(json!(0), json!("2030-01-01"))),
            "terms[0].amount",
        ),
        (
            with("terms", term(json!(-1), json!("2030-01-01"))),
            "terms[0].amount",
        ),
        (
            with("terms", term(json!(1.001), json!("2030-01-01"))),
            "terms[0].amount",
        ),
        (
            with("terms", term(json!(1), json!("2030-13-01"))),
            "terms[0].due_date",
        ),
        (
            with("terms", term(json!(1), Value::Null)),
            "terms[0].due_date",
        ),
        (with("invoice_numbers", Value::Null), "invoice_numbers"),
        (with("invoice_numbers", json!(["NONE"])), "NONE"),
        (
            with("invoice_identifiers", json!(["999999"])),
            "invoice_identifiers",
        ),
        (
            with("cc_email_address", json!("nobody")),
            "cc_email_address",
        ),
        (with("fields", json!("x")), "fields"),
    ];
    for (body, message) in cases {
        let refused = server.admin.post(PLANS, &body).await.expect(422);
        says(&refused, "unprocessable_entity", message);
    }
    let refused = server.admin.post_raw(PLANS, "{").await.expect(422);
    says(&refused, "unprocessable_entity", "EOF");
    let refused = server
        .admin
        .forms()
        .post_raw(PLANS, "a[=1")
        .await
        .expect(422);
    says(&refused, "unprocessable_entity", "a[");
    assert_eq!(server.count_events("plan.created").await, 0);
    assert_eq!(server.count_events("command.refused").await, 0);
}

#[tokio::test]
async fn a_wrong_parameter_is_named_as_one_of_the_query() {
    let server = TestServer::start().await;
    let of = format!("administration_id={}", administration(server.creditor));
    let deleted = "deleted_after must be a time such as 2023-11-07T05:31:56Z";
    for (path, message) in [
        (PLANS.to_owned(), "administration_id is required"),
        (
            format!("{PLANS}?{of}&per_page=501"),
            "per_page must be a whole number from 1 to 500",
        ),
        (
            format!("{PLANS}?{of}&per_page="),
            "per_page must be a whole number from 1 to 500",
        ),
        (format!("{PLANS}?{of}&cursor=x"), "cursor must be a whole"),
        (format!("{PLANS}?{of}&fields=x"), "fields must be JSON"),
        (format!("{PLANS}?{of}&updated_after=2026"), "updated_after"),
        (format!("{PLANS}/deleted?{of}&deleted_after=x"), deleted),
    ] {
        let refused = server.admin.get(&path).await.expect(422);
        let message = format!("query parameter {message}");
        says(&refused, "unprocessable_entity", &message);
    }
}

#[tokio::test]
async fn another_debtors_invoice_does_not_fit_in() {
    let server = TestServer::start().await;
    invoice(&server, "INV-1").await;
    invoice(&server, "INV-2").await;
    let mut body = plan(&server, "INV-1", &[("1", "2030-01-01")]);
    body["invoice_numbers"] = json!(["INV-1", "INV-2"]);
    let refused = server.admin.post(PLANS, &body).await.expect(422);
    says(&refused, "unprocessable_entity", "one debtor");
}

#[tokio::test]
async fn a_second_plan_while_one_is_active_is_refused() {
    let server = TestServer::start().await;
    invoice(&server, "INV-1").await;
    let body = plan(&server, "INV-1", &[("1", "2030-01-01")]);
    let first = server.admin.post(PLANS, &body).await.expect(201);
    let refused = server.admin.post(PLANS, &body).await.expect(422);
    says(&refused, "unprocessable_entity", "active");
    let path = format!("{PLANS}/{}/deactivate", first["id"].as_str().unwrap());
    let form = format!("administration_id={}", administration(server.creditor));
    server
        .admin
        .forms()
        .patch_raw(&path, form)
        .await
        .expect(200);
    server.admin.post(PLANS, &body).await.expect(201);
    server.verify().await;
}

#[tokio::test]
async fn too_many_requests_give_no_data() {
    let server = limited("plans=2/1h").await;
    let list = format!(
        "{PLANS}?administration_id={}",
        administration(server.creditor)
    );
    for _ in 0..2 {
        server.admin.get(&list).await.expect(200);
    }
    let refused = server.admin.get(&list).await.expect(429);
    says(&refused, "too_many_requests", "");
}

#[tokio::test]
async fn a_method_that_a_path_does_not_have() {
    let server = TestServer::start().await;
    let refused = server.admin.patch_raw(PLANS, "{}").await;
    says(&refused.expect(405), "method_not_allowed", "method");
    assert_eq!(refused.header("allow"), Some("GET,HEAD,POST"));
}
