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

async fn asked(server: &TestServer, path: &str, query: &str) -> Response {
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
        let first = asked(&server, &path, query).await;
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
        let second = asked(&server, &path, "range=[25,49]").await;
        assert_eq!(second.header("content-range"), Some("items 25-29/30"));
        assert_eq!(amounts(&second), ["5.00", "4.00", "3.00", "2.00", "1.00"]);
        let query = r#"range=[0,1]&sort=["created_at","ASC"]"#;
        assert_eq!(
            amounts(&asked(&server, &path, query).await),
            ["1.00", "2.00"]
        );
        let query = r#"filter={"status":"reversed"}"#;
        let reversed = asked(&server, &path, query).await;
        assert_eq!(amounts(&reversed), ["7.00"]);
        assert_eq!(reversed.header("content-range"), Some("items 0-0/1"));
        let none = asked(&server, &path, r#"filter={"status":"refunded"}"#).await;
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
        let reply = asked(&server, path, query).await;
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
        asked(&server, PAYMENTS, &query).await
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
        "range=[0]",
        "range=[0,1.5]",
        "range=[-9223372036854775808,9223372036854775807]",
        r#"sort=["colour","ASC"]"#,
        r#"sort=["amount","UP"]"#,
        r#"sort=["amount"]"#,
        r#"sort="amount""#,
        r#"filter={"colour":"red"}"#,
        r#"filter={"loan_id":7}"#,
        r#"filter={"status":["completed"]}"#,
        r#"filter={"status":{"$ne":"completed"}}"#,
        "filter=[]",
        r#"filter={"status":"completed","status":"reversed"}"#,
        r#"filter={"status":"\u0000"}"#,
        r#"filter={"external_id":"a\u0000b"}"#,
        r#"filter={"ids":["7"]}"#,
        r#"filter={"ids":[7]}"#,
        r#"filter={"ids":{}}"#,
        r#"filter={"id":true}"#,
        r#"filter={"id":[],"ids":[]}"#,
    ] {
        let refused = asked(&server, PAYMENTS, wrong).await;
        let body = refused.expect(422);
        let named = wrong.split('=').next().unwrap();
        assert_eq!(body["detail"][0]["loc"], json!(["query", named]), "{wrong}");
    }
    let told = asked(&server, PAYMENTS, r#"filter={"ids":["{}"]}"#).await;
    assert_eq!(told.expect(422)["detail"][0]["msg"], "ids[0] is not an id");
}

/// The place of each of `ids` in the list at `path`, in both ways of asking.
async fn many(server: &TestServer, path: &str, ids: &[&str]) -> Vec<Value> {
    let ids = json!(ids);
    let by_name = asked(server, path, &format!(r#"filter={{"ids":{ids}}}"#)).await;
    let as_sent = asked(server, path, &format!(r#"filter={{"id":{ids}}}"#)).await;
    assert_eq!(by_name.text(), as_sent.text(), "{path}");
    let found = by_name.expect(200).as_array().unwrap().clone();
    let length = by_name.header("content-range").unwrap().to_owned();
    let last = found.len().saturating_sub(1);
    assert_eq!(length, format!("items 0-{last}/{}", found.len()), "{path}");
    found
}

/// `getMany`: what is named, wherever it is in the list, and nothing of anybody else's.
#[tokio::test]
async fn every_list_is_read_by_ids() {
    let server = TestServer::start().await;
    let path = thirty(&server).await;
    let strangers = server.stranger().await;
    let wish = json!({ "amount": "5.00", "frequency": "monthly", "start_date": "2026-02-01" });
    let recurring = format!("{path}/recurring-payments");
    let hook = json!({ "url": "https://example.com/hooks", "events": ["payment.received"] });
    for client in [&server.admin, &strangers] {
        let program = json!({ "code": "signature", "name": "Signature loans" });
        client.post("/api/v1/programs", &program).await.expect(201);
        client.post("/api/v1/webhooks", &hook).await.expect(201);
        let new = json!({ "principal_amount": "5.00" });
        client.post("/api/v1/loans", &new).await.expect(201);
    }
    server.admin.post(&recurring, &wish).await.expect(201);
    let offers = format!("{path}/settlements");
    let offer = json!({ "amount": "100.00" });
    server.admin.post(&offers, &offer).await.expect(201);
    let (payments, fees) = (format!("{path}/payments"), format!("{path}/fees"));
    for list in [
        "/api/v1/loans",
        PAYMENTS,
        "/api/v1/programs",
        "/api/v1/webhooks",
        "/api/v1/ledger/accounts",
        "/api/v1/ledger/entries",
        &payments,
        &fees,
        &recurring,
        &offers,
    ] {
        let all = server.admin.get(list).await.expect(200);
        let all: Vec<&str> = all
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().unwrap())
            .collect();
        assert!(!all.is_empty(), "{list}");
        for id in [all[0], all[all.len() - 1]] {
            let found = many(&server, list, &[id]).await;
            assert_eq!((found.len(), &found[0]["id"]), (1, &json!(id)), "{list}");
        }
        let found = many(&server, list, &all).await;
        assert_eq!(found.len(), all.len(), "{list}");
        let nobody = if all[0].len() == 36 {
            "550e8400-e29b-41d4-a716-446655440000"
        } else {
            "999999"
        };
        assert!(many(&server, list, &[nobody]).await.is_empty(), "{list}");
        assert_eq!(
            many(&server, list, &[nobody, all[0]]).await.len(),
            1,
            "{list}"
        );
        assert!(many(&server, list, &[]).await.is_empty(), "{list}");
        let too_many = vec![all[0]; 101];
        let query = format!(r#"filter={{"ids":{}}}"#, json!(too_many));
        let refused = asked(&server, list, &query).await.expect(422);
        assert_eq!(
            refused["detail"][0]["msg"],
            "ids must have at most 100 of them"
        );
        // Upper case is the same id.
        let found = many(&server, list, &[&all[0].to_uppercase()]).await;
        assert_eq!(found.len(), 1, "{list}");
    }
    for list in ["/api/v1/loans", "/api/v1/programs", "/api/v1/webhooks"] {
        let theirs = strangers.get(list).await.expect(200);
        let id = theirs[0]["id"].as_str().unwrap();
        assert!(many(&server, list, &[id]).await.is_empty(), "{list}");
    }
    // Together with another filter, an order and a range.
    let all = asked(&server, PAYMENTS, "range=[0,99]").await.expect(200);
    let ids: Vec<&Value> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["id"])
        .collect();
    let query = format!(
        r#"range=[1,2]&sort=["amount","ASC"]&filter={{"ids":{},"status":"completed"}}"#,
        json!(ids)
    );
    let some = asked(&server, PAYMENTS, &query).await;
    assert_eq!(amounts(&some), ["2.00", "3.00"]);
    assert_eq!(some.header("content-range"), Some("items 1-2/29"));
}

/// The order of a column, forwards and backwards, page by page.
async fn is_sorted(server: &TestServer, path: &str, column: &str) {
    let mut orders = Vec::new();
    for order in ["ASC", "DESC"] {
        let query = format!(r#"range=[0,99]&sort=["{column}","{order}"]"#);
        let whole = asked(server, path, &query).await;
        let rows = whole.expect(200).as_array().unwrap().clone();
        let mut paged = Vec::new();
        for first in (0..rows.len()).step_by(7) {
            let last = first + 6;
            let query = format!(r#"range=[{first},{last}]&sort=["{column}","{order}"]"#);
            let page = asked(server, path, &query).await;
            let last = last.min(rows.len() - 1);
            let place = format!("items {first}-{last}/{}", rows.len());
            assert_eq!(page.header("content-range"), Some(&*place), "{column}");
            paged.extend(page.expect(200).as_array().unwrap().clone());
        }
        assert_eq!(paged, rows, "{path} by {column} {order}");
        orders.push(rows);
    }
    orders[1].reverse();
    assert_eq!(orders[0], orders[1], "{path} by {column}");
    let number = |row: &Value| {
        row[column]
            .as_str()
            .and_then(|text| text.parse::<f64>().ok())
    };
    let text = |row: &Value| {
        let text = row[column].as_str().unwrap_or_default();
        // Ids begin with the millisecond; those of one are in the order of recording.
        let compared = if column == "id" { 13 } else { text.len() };
        text[..compared].to_owned()
    };
    for pair in orders[0].windows(2) {
        let sorted = match (number(&pair[0]), number(&pair[1])) {
            (Some(a), Some(b)) => a <= b,
            _ => text(&pair[0]) <= text(&pair[1]),
        };
        assert!(sorted, "{column}: {} {}", pair[0], pair[1]);
    }
}

#[tokio::test]
async fn lists_are_sorted_by_their_columns() {
    let server = TestServer::start().await;
    let path = thirty(&server).await;
    for (day, amount) in [("2026-01-05", "9.00"), ("2026-01-03", "100.00")] {
        let loan = json!({ "principal_amount": amount, "start_date": day, "interest_rate": "0.1", "loan_number": day });
        server.admin.post("/api/v1/loans", &loan).await.expect(201);
        let pay = json!({ "amount": amount, "payment_method": "wire", "external_id": day, "effective_date": day });
        server
            .admin
            .post(&format!("{path}/payments"), &pay)
            .await
            .expect(201);
    }
    let payments = format!("{path}/payments");
    for list in [PAYMENTS, &payments] {
        for column in [
            "id",
            "created_at",
            "loan_id",
            "amount",
            "payment_method",
            "status",
            "effective_date",
            "principal_applied",
            "interest_applied",
            "fees_applied",
            "overpayment",
            "refunded_amount",
            "external_id",
        ] {
            is_sorted(&server, list, column).await;
        }
    }
    for column in [
        "id",
        "created_at",
        "loan_number",
        "status",
        "principal_amount",
        "disbursed_amount",
        "interest_rate",
        "start_date",
    ] {
        is_sorted(&server, "/api/v1/loans", column).await;
    }
    for column in ["id", "code", "name", "account_type"] {
        is_sorted(&server, "/api/v1/ledger/accounts", column).await;
    }
    for list in [PAYMENTS, &payments] {
        for sort in ["created_at", "amount"] {
            for range in ["[32,40]", "[9223372036854775807,9223372036854775807]"] {
                let query = format!(r#"range={range}&sort=["{sort}","ASC"]"#);
                let beyond = asked(&server, list, &query).await;
                assert_eq!(beyond.text(), "[]");
                let place = beyond.header("content-range");
                assert_eq!(place, Some("items */32"), "{list} {sort}");
            }
        }
    }
}

/// 9 yen are more than 8.99 dollars, and 8.999 dinars lie between them.
#[tokio::test]
async fn amounts_of_different_currencies_are_sorted_as_they_are_shown() {
    let server = TestServer::start().await;
    let given = [
        ("USD", "8.99", "1.50"),
        ("JPY", "9", "2"),
        ("KWD", "8.999", "1.501"),
        ("USD", "1000.00", "900.00"),
        ("JPY", "1001", "901"),
    ];
    for (currency, principal, paid) in given {
        let loan = json!({
            "principal_amount": principal, "currency": currency, "start_date": "2026-01-01",
        });
        let loan = server.admin.post("/api/v1/loans", &loan).await.expect(201);
        let path = format!("/api/v1/loans/{}", loan["id"].as_str().unwrap());
        let paid_out = server
            .admin
            .post(&format!("{path}/disburse"), &json!({}))
            .await;
        paid_out.expect(200);
        let pay = json!({ "amount": paid, "payment_method": "ach" });
        let pay = server.admin.post(&format!("{path}/payments"), &pay).await;
        pay.expect(201);
    }
    let loans = ["8.99", "8.999", "9", "1000.00", "1001"];
    let payments = ["1.50", "1.501", "2", "900.00", "901"];
    for (list, column, expected) in [
        ("/api/v1/loans", "principal_amount", loans),
        ("/api/v1/loans", "disbursed_amount", loans),
        (PAYMENTS, "amount", payments),
        (PAYMENTS, "principal_applied", payments),
    ] {
        for order in ["ASC", "DESC"] {
            let query = format!(r#"sort=["{column}","{order}"]"#);
            let rows = asked(&server, list, &query).await.expect(200);
            let rows = rows.as_array().unwrap().iter();
            let mut shown: Vec<&str> = rows.map(|row| row[column].as_str().unwrap()).collect();
            if order == "DESC" {
                shown.reverse();
            }
            assert_eq!(shown, expected, "{list} by {column} {order}");
        }
    }
}

/// `getManyReference`: what refers to something by a column.
#[tokio::test]
async fn loans_and_payments_are_found_by_what_they_refer_to() {
    let server = TestServer::start().await;
    let path = thirty(&server).await;
    for (borrower, id) in [("B-1", "X-1"), ("B-2", "X-2"), ("B-1", "X-3")] {
        let loan =
            json!({ "principal_amount": "5.00", "borrower_id": borrower, "external_id": id });
        server.admin.post("/api/v1/loans", &loan).await.expect(201);
    }
    for (filter, count) in [
        (r#"{"borrower_id":"B-1"}"#, 2),
        (r#"{"borrower_id":"B-1","status":"pending"}"#, 2),
        (r#"{"borrower_id":"B-1","status":"active"}"#, 0),
        (r#"{"borrower_id":"B-2","external_id":"X-2"}"#, 1),
        (r#"{"borrower_id":"B-2","external_id":"X-1"}"#, 0),
        (r#"{"external_id":"X"}"#, 0),
        (r#"{"borrower_id":null}"#, 4),
    ] {
        let query = format!("filter={filter}");
        let found = asked(&server, "/api/v1/loans", &query).await;
        assert_eq!(
            found.expect(200).as_array().unwrap().len(),
            count,
            "{filter}"
        );
        let total = found.header("content-range").unwrap().rsplit('/').next();
        assert_eq!(total, Some(&*count.to_string()), "{filter}");
    }
    let pay = json!({ "amount": "3.00", "payment_method": "ach", "external_id": "E-1" });
    let payments = format!("{path}/payments");
    server.admin.post(&payments, &pay).await.expect(201);
    for list in [PAYMENTS, &payments] {
        let found = asked(&server, list, r#"filter={"external_id":"E-1"}"#).await;
        assert_eq!(amounts(&found), ["3.00"]);
    }
}
