//! Lists as an admin front end asks for them: `range`, `sort`, `filter`, `Content-Range`.

use super::loan;
use quittance_replay_tests::{Response, TestServer};
use serde_json::{Value, json};

const PAYMENTS: &str = "/api/v1/payments";

/// Thirty payments of 1.00 to 30.00, one of them returned.
async fn thirty(server: &TestServer) -> String {
    let path = loan(server, "2026-01-01").await;
    for amount in 1..=30 {
        let body = json!({ "amount": format!("{amount}.00"), "payment_method": "ach" });
        let paid = server
            .admin
            .post(&format!("{path}/payments"), &body)
            .await
            .expect(201);
        if amount == 7 {
            let reverse = format!("{PAYMENTS}/{}/reverse", paid["id"].as_str().unwrap());
            server
                .admin
                .post(&reverse, &json!({ "reason": "nsf" }))
                .await
                .expect(200);
        }
    }
    path
}

async fn list(server: &TestServer, path: &str, query: &str) -> Response {
    // As browsers encode it.
    let query = query
        .replace('[', "%5B")
        .replace(']', "%5D")
        .replace('"', "%22");
    let query = query.replace('{', "%7B").replace('}', "%7D");
    server.admin.get(&format!("{path}?{query}")).await
}

fn amounts(reply: &Response) -> Vec<String> {
    let rows = reply.expect(200);
    let amount = |row: &Value| row["amount"].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(amount).collect()
}

#[tokio::test]
async fn a_page_is_a_bare_array_with_its_place_in_the_whole() {
    let server = TestServer::start().await;
    let path = thirty(&server).await;
    for path in [PAYMENTS.to_owned(), format!("{path}/payments")] {
        let query = r#"range=[0,24]&sort=["created_at","DESC"]&filter={}"#;
        let first = list(&server, &path, query).await;
        assert_eq!(
            first.header("content-range"),
            Some("items 0-24/30"),
            "{path}"
        );
        assert_eq!(
            first.header("access-control-expose-headers"),
            Some("Content-Range")
        );
        assert_eq!((amounts(&first).len(), &*amounts(&first)[0]), (25, "30.00"));
        // The same page when nothing is asked for.
        assert_eq!(server.admin.get(&path).await.body, first.body);
        let second = list(&server, &path, "range=[25,49]").await;
        assert_eq!(second.header("content-range"), Some("items 25-29/30"));
        assert_eq!(amounts(&second), ["5.00", "4.00", "3.00", "2.00", "1.00"]);
        let query = r#"range=[0,1]&sort=["created_at","ASC"]"#;
        assert_eq!(
            amounts(&list(&server, &path, query).await),
            ["1.00", "2.00"]
        );
        let query = r#"filter={"status":"reversed"}"#;
        let reversed = list(&server, &path, query).await;
        assert_eq!(amounts(&reversed), ["7.00"]);
        assert_eq!(reversed.header("content-range"), Some("items 0-0/1"));
        let none = list(&server, &path, r#"filter={"status":"refunded"}"#).await;
        assert_eq!(none.text(), "[]");
        assert_eq!(none.header("content-range"), Some("items 0-0/0"));
    }
}

/// An admin front end fails at once on a list that does not say how long it is.
#[tokio::test]
async fn every_list_says_how_long_it_is() {
    let server = TestServer::start().await;
    let path = loan(&server, "2026-01-01").await;
    let wish = json!({ "amount": "5.00", "frequency": "monthly", "start_date": "2026-02-01" });
    let recurring = format!("{path}/recurring-payments");
    for _ in 0..2 {
        server.admin.post(&recurring, &wish).await.expect(201);
    }
    let program = json!({ "code": "signature", "name": "Signature loans" });
    server
        .admin
        .post("/api/v1/programs", &program)
        .await
        .expect(201);
    let hook = json!({ "url": "https://example.com/hooks", "events": ["payment.received"] });
    server
        .admin
        .post("/api/v1/webhooks", &hook)
        .await
        .expect(201);
    let query = r#"range=[0,24]&sort=["id","ASC"]&filter={}"#;
    for (path, expected) in [
        ("/api/v1/loans", "items 0-0/1"),
        (PAYMENTS, "items 0-0/0"),
        (&*format!("{path}/payments"), "items 0-0/0"),
        (&recurring, "items 0-1/2"),
        (&format!("{path}/fees"), "items 0-0/1"),
        ("/api/v1/programs", "items 0-0/1"),
        ("/api/v1/webhooks", "items 0-0/1"),
        ("/api/v1/ledger/accounts", "items 0-24/25"),
    ] {
        let reply = list(&server, path, query).await;
        assert!(reply.expect(200).is_array(), "{path}");
        assert_eq!(reply.header("content-range"), Some(expected), "{path}");
    }
}

/// As an admin front end asks for what refers to a loan.
#[tokio::test]
async fn payments_are_filtered_by_their_loan() {
    let server = TestServer::start().await;
    let path = thirty(&server).await;
    let other = loan(&server, "2026-01-01").await;
    let pay = json!({ "amount": "99.00", "payment_method": "ach" });
    let payments = format!("{other}/payments");
    server.admin.post(&payments, &pay).await.expect(201);
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let of = async |loan: &str, status: &str| {
        let query = format!(r#"range=[0,1]&filter={{"loan_id":"{loan}"{status}}}"#);
        list(&server, PAYMENTS, &query).await
    };
    let first = of(&id(&path), "").await;
    assert_eq!(amounts(&first), ["30.00", "29.00"]);
    assert_eq!(first.header("content-range"), Some("items 0-1/30"));
    assert_eq!(amounts(&of(&id(&other), "").await), ["99.00"]);
    let reversed = of(&id(&path), r#","status":"reversed""#).await;
    assert_eq!(amounts(&reversed), ["7.00"]);
    for none in ["550e8400-e29b-41d4-a716-446655440000", "7"] {
        let none = of(none, "").await;
        assert_eq!(none.text(), "[]");
        assert_eq!(none.header("content-range"), Some("items 0-0/0"));
    }
}

#[tokio::test]
async fn a_list_says_what_it_cannot_do() {
    let server = TestServer::start().await;
    for wrong in [
        "range=[24,0]",
        "range=[-1,5]",
        "range=[0,100000]",
        "range=x",
        r#"sort=["amount","ASC"]"#,
        r#"filter={"colour":"red"}"#,
        r#"filter={"loan_id":7}"#,
        "filter=[]",
    ] {
        let refused = list(&server, PAYMENTS, wrong).await;
        assert_eq!(refused.status.as_u16(), 422, "{wrong}: {}", refused.text());
    }
}
