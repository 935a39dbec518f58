//! What a user of the API checks first.

use super::{loan, two_weeks_ago};
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

/// What all accounts of the general ledger come to: nothing, since every line balances.
async fn trial_balance(server: &TestServer, path: &str) -> i64 {
    let lines = server
        .admin
        .get(&format!("{path}/journal"))
        .await
        .expect(200);
    let lines = lines.as_array().unwrap().clone();
    assert!(!lines.is_empty());
    let cents = |line: &Value| -> i64 {
        let text = line["amount"].as_str().unwrap().replace('.', "");
        text.parse().unwrap()
    };
    let mut accounts = std::collections::BTreeMap::<String, i64>::new();
    for line in &lines {
        let name = |side: &str| line[side].to_string();
        *accounts.entry(name("debit")).or_default() += cents(line);
        *accounts.entry(name("credit")).or_default() -= cents(line);
    }
    accounts.values().sum()
}

#[tokio::test]
async fn a_payment_is_what_its_preview_said() {
    let server = TestServer::start().await;
    let path = loan(&server, &two_weeks_ago()).await;
    let body = json!({ "amount": "500.00", "payment_method": "check" });
    let preview = server
        .admin
        .post(&format!("{path}/payments/preview"), &body)
        .await
        .expect(200);
    let paid = server
        .admin
        .post(&format!("{path}/payments"), &body)
        .await
        .expect(201);
    let mut sum = 0;
    for part in ["principal_applied", "interest_applied", "fees_applied"] {
        assert_eq!(paid[part], preview[part], "{part}");
        sum += paid[part]
            .as_str()
            .unwrap()
            .replace('.', "")
            .parse::<i64>()
            .unwrap();
    }
    assert_eq!(sum, 50_000);
}

#[tokio::test]
async fn the_ledger_balances_after_each_step() {
    let server = TestServer::start().await;
    let path = loan(&server, "2026-01-01").await;
    assert_eq!(trial_balance(&server, &path).await, 0);
    let pay = json!({
        "amount": "500.00", "payment_method": "ach", "effective_date": "2026-01-15",
    });
    let paid = server
        .admin
        .post(&format!("{path}/payments"), &pay)
        .await
        .expect(201);
    assert_eq!(trial_balance(&server, &path).await, 0);
    let of = format!("/api/v1/payments/{}", paid["id"].as_str().unwrap());
    let steps = [
        ("backdate", json!({ "effective_date": "2026-01-10" })),
        (
            "reverse",
            json!({ "reason": "nsf", "assess_nsf_fee": false }),
        ),
    ];
    for (step, body) in steps {
        let done = server
            .admin
            .post(&format!("{of}/{step}"), &body)
            .await
            .expect(200);
        assert_eq!(trial_balance(&server, &path).await, 0, "{step}");
        // A fee comes only when it is asked for.
        assert!(done.get("nsf_fee").is_none_or(Value::is_null), "{done}");
    }
    server.verify().await;
}

#[tokio::test]
async fn roles_and_malformed_ids_are_answered_as_published() {
    let server = TestServer::start().await;
    let path = loan(&server, "2026-01-01").await;
    let pay = json!({ "amount": "5.00", "payment_method": "ach" });
    let payments = format!("{path}/payments");
    for (role, status) in [
        (KeyRole::Viewer, 403),
        (KeyRole::Collector, 403),
        (KeyRole::LoanOfficer, 201),
        (KeyRole::Admin, 201),
    ] {
        let client = server.client(role).await;
        client.get(&payments).await.expect(200);
        client.post(&payments, &pay).await.expect(status);
    }
    // The id of the published sample, which is none: it has a g in it.
    let sample = "/api/v1/payments/883b1733-b5ce-74g7-d049-779988773333";
    let refused = server.admin.get(sample).await.expect(404);
    assert_eq!(refused, json!({ "detail": "Not Found" }));
    server.admin.anonymous().get(&payments).await.expect(401);
}
