//! Each published API's events, in its own words.

use crate::office::{Office, all};
use crate::receiver::{Received, Receiver};
use crate::secrets::{is_standard, verify_creditor, verify_plans, verify_servicing};
use serde_json::{Value, json};

/// The bodies of a topic, by the member that names it.
fn of<'a>(received: &'a [Received], member: &str, topic: &str) -> Vec<(&'a Received, Value)> {
    received
        .iter()
        .map(|received| (received, received.json()))
        .filter(|(_, body)| body[member] == topic)
        .collect()
}

#[tokio::test]
async fn the_servicing_apis_events() {
    let office = Office::open().await;
    let receiver = Receiver::start().await;
    let hook = office.hook(&receiver, json!({})).await;
    let secret = hook["secret"].as_str().unwrap();
    let loan = office.loan().await;
    let payment = office.pay(&loan, "250.50").await;
    let path = format!("/api/v1/payments/{}", payment["id"].as_str().unwrap());
    let reverse = json!({ "reason": "nsf", "assess_nsf_fee": true });
    office
        .admin()
        .post(&format!("{path}/reverse"), &reverse)
        .await
        .expect(200);
    let loan_path = format!("/api/v1/loans/{}", loan["id"].as_str().unwrap());
    let pending = json!({
        "amount": "5.00", "payment_method": "ach", "status": "pending",
        "effective_date": "2026-02-02",
    });
    let pending = office
        .admin()
        .post(&format!("{loan_path}/payments"), &pending)
        .await;
    let pending = pending.expect(201);
    let fail = format!("/api/v1/payments/{}/fail", pending["id"].as_str().unwrap());
    office
        .admin()
        .post(&fail, &json!({ "reason": "R01" }))
        .await
        .expect(200);
    let received = receiver.wait(7).await;
    for one in &received {
        verify_servicing(one, secret);
        assert!(is_standard(one, secret));
        assert_eq!(one.json()["tenant_id"], office.server.creditor.to_string());
        assert_eq!(one.json()["data"]["loan_id"], loan["id"]);
    }
    let data = |topic: &str| {
        let found = of(&received, "event_type", topic);
        assert_eq!(found.len(), 1, "{topic}");
        found[0].1["data"].clone()
    };
    assert!(data("loan.created")["borrower_id"].is_string());
    assert_eq!(data("loan.disbursed")["amount"], "100000.00");
    let changed = data("loan.status_changed");
    assert_eq!(
        (&changed["old_status"], &changed["new_status"]),
        (&json!("pending"), &json!("active"))
    );
    let paid = data("payment.received");
    assert_eq!(
        (&paid["amount"], &paid["payment_id"]),
        (&json!("250.50"), &payment["id"])
    );
    assert_eq!(data("payment.reversed")["payment_id"], payment["id"]);
    assert_eq!(data("fee.assessed")["amount"], "25.00");
    assert_eq!(data("payment.failed")["reason"], "R01");
    office.deliveries(&hook, all("delivered")).await;
}

#[tokio::test]
async fn the_portals_events() {
    let office = Office::open().await;
    let receiver = Receiver::start().await;
    let hook = json!({ "url": receiver.url() });
    let hooks = "/api/v1/creditor/webhooks";
    let hook = office.admin().post(hooks, &hook).await.expect(201);
    let secret = hook["secret"].as_str().unwrap();
    let place = json!({
        "consumerEmail": "jane@example.com", "principalBalance": 1000.50, "originalBalance": 1000.50,
    });
    let path = "/api/v1/creditor/place-account";
    let placed = office.admin().post(path, &place).await.expect(201);
    let account = placed["accountId"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/creditor/accounts/{account}");
    let offer = json!({ "amount": 700.25 });
    let offer = office
        .admin()
        .post(&format!("{path}/settlements"), &offer)
        .await;
    let offer = offer.expect(201)["id"].as_str().unwrap().to_owned();
    let accept = format!("/api/v1/creditor/settlements/{offer}/accept");
    office.admin().post(&accept, &json!({})).await.expect(200);
    let loan = account.strip_prefix("a-").unwrap();
    let pay = json!({ "amount": "700.25", "payment_method": "ach" });
    let payments = format!("/api/v1/loans/{loan}/payments");
    office.admin().post(&payments, &pay).await.expect(201);
    let test = office
        .admin()
        .post(&format!("{hooks}/test"), &json!({}))
        .await;
    let test = test.expect(202);
    let received = receiver.wait(3).await;
    for one in &received {
        verify_creditor(one, secret);
        assert!(is_standard(one, secret));
    }
    let (first, accepted) = &of(&received, "event", "settlement.accepted")[0];
    assert_eq!(accepted["account_id"], json!(account));
    assert!(accepted["consumer_id"].as_str().unwrap().starts_with("c-"));
    assert_eq!(accepted["settlement_id"], json!(offer));
    let text = String::from_utf8(first.body.to_vec()).unwrap();
    assert!(
        text.contains(r#""settlement_amount":700.25"#),
        "an exact number: {text}"
    );
    assert_eq!(accepted["tier"], "lump_sum");
    let (_, paid) = &of(&received, "event", "settlement.paid")[0];
    assert_eq!(paid["settlement_id"], json!(offer));
    let (tested, _) = of(&received, "event", "webhook.test")[0];
    assert_eq!(test["deliveryId"], tested.header("x-dd-delivery-id"));

    let other = office
        .admin()
        .post("/api/v1/creditor/place-account", &place)
        .await;
    let other = other.expect(201)["accountId"].as_str().unwrap().to_owned();
    let dispute = json!({ "reason": "Never heard of it." });
    let path = format!("/api/v1/creditor/accounts/{other}");
    office
        .admin()
        .post(&format!("{path}/disputes"), &dispute)
        .await
        .expect(201);
    let received = receiver.wait(4).await;
    let (_, filed) = &of(&received, "event", "dispute.filed")[0];
    assert_eq!(filed["account_id"], json!(other));
    assert!(
        !filed.to_string().contains("heard"),
        "the consumer's words are sealed"
    );
    let stage = json!({ "status": "cured" });
    let cured = office
        .admin()
        .patch(&format!("/external/v1/accounts/{account}"), &stage)
        .await;
    if cured.status == 200 {
        let received = receiver.wait(5).await;
        let (_, cured) = &of(&received, "event", "account.cured")[0];
        assert_eq!(cured["account_id"], json!(account));
    }
}

#[tokio::test]
async fn the_plans_apis_events() {
    let office = Office::open().await;
    let receiver = Receiver::start().await;
    let hook = office.hook(&receiver, json!({ "format": "plans" })).await;
    let secret = hook["secret"].as_str().unwrap();
    let invoice = json!({
        "account_number": "INV-7", "debtor_name": "Acme Corp", "debtor_phone": "555-123-4567",
        "original_balance": 500, "current_balance": 500,
    });
    let placed = office.admin().post("/api/v1/accounts.php", &invoice).await;
    placed.expect(201);
    let administration = office.server.creditor.0.as_u128().to_string();
    let plan = json!({
        "administration_id": administration, "invoice_numbers": ["INV-7"],
        "terms": [{ "amount": 500, "due_date": "2030-12-25" }],
    });
    let plan = office
        .admin()
        .post("/v1/payment_plans", &plan)
        .await
        .expect(201);
    let path = format!(
        "/v1/payment_plans/{}/deactivate",
        plan["id"].as_str().unwrap()
    );
    let body = json!({ "administration_id": administration });
    office.admin().patch(&path, &body).await.expect(200);
    let received = receiver.wait(2).await;
    let (first, created) = &of(&received, "event", "payment_plan_created")[0];
    verify_plans(first, secret);
    assert_eq!(created["payment_plan"]["id"], plan["id"]);
    assert_eq!(created["payment_plan"]["active"], true);
    assert_eq!(created["debtor"]["id"], plan["debtor_id"]);
    let (_, ended) = &of(&received, "event", "payment_plan_deactivated")[0];
    assert_eq!(ended["payment_plan"]["active"], false);
    assert_ne!(created["id"], ended["id"], "each event has an id");
}

/// The ledger's own events, and only those that were asked for.
#[tokio::test]
async fn the_ledgers_own_events_by_filter() {
    let office = Office::open().await;
    let receiver = Receiver::start().await;
    let wish = json!({ "format": "standard", "events": ["payment.*", "loan.disbursed"] });
    let hook = office.hook(&receiver, wish).await;
    let loan = office.loan().await;
    let payment = office.pay(&loan, "1.00").await;
    let received = receiver.wait(2).await;
    let (_, disbursed) = &of(&received, "type", "loan.disbursed")[0];
    assert_eq!(disbursed["account_id"], loan["id"]);
    let (_, paid) = &of(&received, "type", "payment.received")[0];
    assert_eq!(paid["data"]["payment_id"], payment["id"]);
    let feed = office.admin().get("/api/v1/events").await.expect(200);
    let sequence = paid["sequence"].as_u64().unwrap();
    let entry = &feed["events"][usize::try_from(sequence).unwrap() - 1];
    assert_eq!(entry["data"], paid["data"], "as the feed tells it");
    assert_eq!(entry["recorded_at"], paid["timestamp"]);
    let deliveries = office.deliveries(&hook, all("delivered")).await;
    assert_eq!(deliveries.len(), 2, "and nothing else");
}
