//! The page's sample request and reply.

use super::{PLANS, administration, invoice, loan_of, path_of, pay};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

/// The body of the page's curl, as text; `$` marks the ids.
const REQUEST: &str = r#"
{
  "administration_id": "$administration",
  "terms": [
    {
      "amount": 123,
      "due_date": "2023-12-25"
    }
  ],
  "cc_email_address": "accounts@example.com",
  "invoice_numbers": [
    "$number"
  ],
  "invoice_identifiers": [
    "$identifier"
  ],
  "credit_case_numbers": [
    "$number"
  ]
}
"#;

/// The reply's keys as the page lists them; `public_url` is sent only when it is asked for.
const KEYS: [&str; 14] = [
    "payment_terms",
    "active",
    "auto_activated",
    "reason",
    "rejected_by_user",
    "administration_id",
    "debtor_id",
    "id",
    "approved_at",
    "created_at",
    "deactivated_at",
    "updated_at",
    "proposed_at",
    "rejected_at",
];

async fn request(server: &TestServer) -> String {
    let invoice = invoice(server, "INV-1").await;
    REQUEST
        .replace("$administration", &administration(server.creditor))
        .replace("$number", "INV-1")
        .replace("$identifier", &invoice["account_id"].to_string())
}

fn digits(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[tokio::test]
async fn the_sample_is_created_as_an_approved_plan() {
    let server = TestServer::start().await;
    let body = request(&server).await;
    let plan = server.admin.post_raw(PLANS, body).await.expect(201);
    let members = plan.as_object().unwrap();
    let mut keys: Vec<&str> = members.keys().map(String::as_str).collect();
    let mut expected = KEYS;
    expected.sort_unstable();
    keys.sort_unstable();
    assert_eq!(keys, expected);
    for id in ["administration_id", "debtor_id", "id"] {
        assert!(digits(&plan[id]), "{id}: {}", plan[id]);
    }
    let terms = plan["payment_terms"].as_array().unwrap();
    assert_eq!(terms.len(), 1);
    assert!(digits(&terms[0]["id"]));
    let mut term = terms[0].clone();
    term.as_object_mut().unwrap().remove("id");
    assert_eq!(
        term,
        json!({
            "total_amount": "123.00", "amount_due": "123.00",
            "due_date": "2023-12-25", "payment_date": null,
        })
    );
    assert_eq!(
        (&plan["active"], &plan["auto_activated"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(plan["approved_at"], plan["created_at"]);
    let created = plan["created_at"].as_str().unwrap();
    assert!(created.len() == 20 && created.ends_with('Z'), "{created}");
    for none in [
        "reason",
        "rejected_by_user",
        "deactivated_at",
        "proposed_at",
        "rejected_at",
    ] {
        assert_eq!(plan[none], Value::Null, "{none}");
    }
    let read = server.admin.get(&path_of(&server, &plan)).await.expect(200);
    assert_eq!(read, plan);
    server.verify().await;
}

#[tokio::test]
async fn a_form_is_as_good_as_json() {
    let server = TestServer::start().await;
    let invoice = invoice(&server, "INV 1/b").await;
    let form = format!(
        "administration_id={}&terms[][amount]=123&terms[][due_date]=2023-12-25\
         &terms[][amount]=50.5&terms[][due_date]=2024-01-25\
         &invoice_numbers[]=INV+1%2Fb&invoice_identifiers[]={}",
        administration(server.creditor),
        invoice["account_id"],
    );
    let plan = server.admin.forms().post_raw(PLANS, form).await.expect(201);
    let amounts: Vec<&Value> = plan["payment_terms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|term| &term["total_amount"])
        .collect();
    assert_eq!(amounts, ["123.00", "50.50"]);
}

/// Terms are filled oldest first, whatever order they were given in, and emptied by a return.
#[tokio::test]
async fn payments_fill_the_terms_and_a_return_empties_them() {
    let server = TestServer::start().await;
    invoice(&server, "INV-1").await;
    let loan = loan_of(&server, "INV-1").await;
    pay(&server, &loan, "10.00").await;
    let terms = [
        ("50", "2030-03-01"),
        ("100", "2030-01-01"),
        ("50", "2030-02-01"),
    ];
    let body = super::plan(&server, "INV-1", &terms);
    let plan = server.admin.post(PLANS, &body).await.expect(201);
    let path = path_of(&server, &plan);
    pay(&server, &loan, "120.00").await;
    let last = pay(&server, &loan, "80.00").await;
    let finished = server.admin.get(&path).await.expect(200);
    assert_eq!(super::due(&finished), [("0.00", true); 3]);
    assert_eq!(finished["active"], false);
    assert_eq!(server.count_events("plan.finished").await, 1);
    let back = json!({ "reason": "nsf", "assess_nsf_fee": false });
    let reverse = format!("/api/v1/payments/{last}/reverse");
    server.admin.post(&reverse, &back).await.expect(200);
    let reopened = server.admin.get(&path).await.expect(200);
    assert_eq!(
        super::due(&reopened),
        [("0.00", true), ("30.00", false), ("50.00", false)]
    );
    assert_eq!(reopened["active"], true);
    assert_eq!(server.count_events("plan.reopened").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn a_request_id_makes_one_plan() {
    let server = TestServer::start().await;
    invoice(&server, "INV-1").await;
    let body = super::plan(&server, "INV-1", &[("10", "2030-01-01")]);
    let client = server.admin.with("Idempotency-Key", "once");
    let first = client.post(PLANS, &body).await;
    let again = client.post(PLANS, &body).await;
    assert_eq!(first.expect(201), again.expect(201));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(server.count_events("plan.created").await, 1);
}

/// `curl -d` calls its body a form unless it is told otherwise.
#[tokio::test]
async fn json_is_read_even_if_it_is_called_a_form() {
    let server = TestServer::start().await;
    let body = request(&server).await;
    let plan = server.admin.forms().post_raw(PLANS, body).await.expect(201);
    assert_eq!(plan["payment_terms"][0]["total_amount"], "123.00");
}
