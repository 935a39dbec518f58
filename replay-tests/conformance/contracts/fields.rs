//! The page's two tables of fields, row by row.

use super::{ACCOUNTS, ADD, by_header};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

/// The printed sample under another number.
fn sample(number: &str) -> Value {
    let mut body: Value = serde_json::from_str(ADD).unwrap();
    body["account_number"] = json!(number);
    body
}

/// "Required fields", with what is said when one is not there.
const REQUIRED: [(&str, &str); 5] = [
    ("account_number", "account_number is required"),
    ("debtor_name", "debtor_name is required"),
    ("debtor_phone", "debtor_phone is required"),
    (
        "original_balance",
        "original_balance and current_balance must be > 0",
    ),
    (
        "current_balance",
        "original_balance and current_balance must be > 0",
    ),
];

#[tokio::test]
async fn every_required_field_is_required() {
    let server = TestServer::start().await;
    let client = by_header(&server.admin);
    for (name, message) in REQUIRED {
        let mut without = sample("C-1");
        without.as_object_mut().unwrap().remove(name);
        let mut bodies = vec![without];
        let of_text = !name.ends_with("balance");
        let none = if of_text {
            [json!(null), json!(""), json!("  ")]
        } else {
            [json!(null), json!(0), json!(-1)]
        };
        for value in none {
            let mut body = sample("C-1");
            body[name] = value;
            bodies.push(body);
        }
        for body in bodies {
            let refused = client.post(ACCOUNTS, &body).await.expect(400);
            assert_eq!(refused["error"], message, "{body}");
            assert_eq!(refused["errors"], json!([message]), "{body}");
        }
        let mut wrong = sample("C-1");
        wrong[name] = if of_text { json!(5) } else { json!({}) };
        let refused = client.post(ACCOUNTS, &wrong).await.expect(400);
        let told = refused["error"].as_str().unwrap();
        assert!(told.starts_with(name), "{told}");
    }
    assert_eq!(server.count_events("account.placed").await, 0);
}

/// "Optional fields", with a value that is taken and one that is none.
fn optional() -> [(&'static str, Value, Value); 13] {
    [
        ("original_creditor", json!("Acme Corp"), json!(5)),
        ("debtor_email", json!("jane@example.com"), json!("nobody")),
        ("debtor_dob", json!("1980-02-29"), json!("1981-02-29")),
        ("debtor_address", json!("1 Main St"), json!(1)),
        ("debtor_city", json!("Sacramento"), json!([])),
        ("debtor_state", json!("CA"), json!({})),
        ("debtor_zip", json!("95814"), json!(95814)),
        ("interest_rate", json!(8.5), json!("high")),
        ("date_opened", json!("2020-01-31"), json!("31.01.2020")),
        ("date_delinquent", json!("2021-01-31"), json!("2021-1-31")),
        ("days_past_due", json!(30), json!(1.5)),
        ("notes", json!("Added via API"), json!(false)),
        ("debtor_ssn", json!("123-45-6789"), json!("123-45-678")),
    ]
}

#[tokio::test]
async fn every_optional_field_is_taken_and_may_be_left_out() {
    let server = TestServer::start().await;
    let client = by_header(&server.admin);
    let mut whole = sample("WHOLE");
    for (name, good, bad) in optional() {
        let mut body = sample(name);
        body[name] = bad;
        let refused = client.post(ACCOUNTS, &body).await.expect(400);
        let told = refused["errors"][0].as_str().unwrap();
        assert!(told.starts_with(name), "{told}");
        for (value, number) in [(json!(null), "without"), (good.clone(), "with")] {
            body[name] = value;
            body["account_number"] = json!(format!("{number} {name}"));
            client.post(ACCOUNTS, &body).await.expect(201);
        }
        whole[name] = good;
    }
    let added = client.post(ACCOUNTS, &whole).await.expect(201);
    let path = format!("{ACCOUNTS}?account_id={}", added["account_id"]);
    let one = client.get(&path).await.expect(200);
    let told = [
        ("account_number", "WHOLE"),
        ("original_creditor", "Acme Corp"),
        ("debtor_name", "Acme Corp"),
        ("debtor_phone", "555-123-4567"),
        ("original_balance", "10000.00"),
        ("account_status", "active"),
    ];
    for (name, value) in told {
        assert_eq!(one["account"][name], value, "{name}");
    }
    assert!(one["account"]["account_id"].is_i64());
    // "stored encrypted", and in no reply.
    let list = client.get(&format!("{ACCOUNTS}?limit=100")).await;
    assert!(!list.text().contains("6789"));
    server.verify().await;
}
