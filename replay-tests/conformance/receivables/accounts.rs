//! Invoices and customers, so that the surface can be used alone.

use super::{ACCOUNTS, create, data, invoice};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

#[tokio::test]
async fn an_invoice_reads_as_it_was_made() {
    let server = TestServer::start().await;
    let mut body = invoice("INV-1");
    body["external_id"] = json!("ext-1");
    let created = server.admin.post(ACCOUNTS, &body).await.expect(201);
    assert_eq!(created["status_code"], 201);
    let created = &created["data"];
    let path = format!("{ACCOUNTS}/{}", created["id"].as_str().unwrap());
    let read = data(&server, &path).await;
    for (name, value) in created.as_object().unwrap() {
        assert_eq!(&read[name], value, "{name}");
    }
    assert_eq!(read["status"], "not_assigned");
    assert_eq!(read["currency"], "USD");
    assert_eq!(read["payment_terms"], 30);
    assert_eq!(read["amount"].to_string(), "1500.0");
    assert_eq!(read["external_id"], "ext-1");
    let again = server.admin.post(ACCOUNTS, &body).await.expect(409);
    assert_eq!(again["errors"][0]["field"], "invoice_number");
}

#[tokio::test]
async fn one_customer_has_several_invoices() {
    let server = TestServer::start().await;
    let first = create(&server, &invoice("INV-1")).await;
    let customer = data(&server, &first).await["customer_id"].clone();
    let mut second = invoice("INV-2");
    second.as_object_mut().unwrap().remove("customer");
    second["customer_id"] = customer.clone();
    let second = create(&server, &second).await;
    assert_eq!(data(&server, &second).await["customer_id"], customer);
    let path = format!("/api/v1/external/customers/{}", customer.as_str().unwrap());
    let read = data(&server, &path).await;
    assert_eq!(read["email"], "ap@acme.test");
    assert_eq!(read["companyName"], "Acme");
    server.stranger().await.get(&path).await.expect(404);
    // What is known of them stands nowhere readable.
    let admin = server.database.admin().await;
    let sql = "SELECT count(*) FROM book.events WHERE payload::text LIKE '%acme%'";
    assert_eq!(admin.query_one(sql, &[]).await.unwrap().get::<_, i64>(0), 0);
    server.verify().await;
}

#[tokio::test]
async fn an_invoice_needs_a_customer_and_its_dates() {
    let server = TestServer::start().await;
    let fields = async |body: Value| -> Vec<String> {
        let refused = server.admin.post(ACCOUNTS, &body).await.expect(422);
        let errors = refused["errors"].as_array().unwrap();
        let field = |error: &Value| error["field"].as_str().unwrap().to_owned();
        errors.iter().map(field).collect()
    };
    let nothing = fields(json!({})).await;
    let required = [
        "customer_id",
        "invoice_number",
        "amount",
        "issue_date",
        "due_date",
    ];
    assert_eq!(nothing, required);
    let mut body = invoice("INV-1");
    body["due_date"] = json!("2025-12-31");
    assert_eq!(fields(body).await, ["due_date"]);
    let mut body = invoice("INV-1");
    body["customer"] = json!({ "firstName": "Jane" });
    assert_eq!(fields(body).await, ["customer.email"]);
    let mut body = invoice("INV-1");
    body.as_object_mut().unwrap().remove("customer");
    body["customer_id"] = json!("019a0000-0000-7000-8000-000000000000");
    assert_eq!(fields(body.clone()).await, ["customer_id"]);
    body["customer_id"] = json!("uuid");
    assert_eq!(fields(body).await, ["customer_id"]);
}

/// Another surface's account is an invoice here.
#[tokio::test]
async fn lists_come_in_pages_with_their_number() {
    let server = TestServer::start().await;
    let empty = server.admin.get(ACCOUNTS).await.expect(200);
    let nothing = json!({ "page": 1, "per_page": 20, "total": 0, "total_pages": 0 });
    assert_eq!((&empty["data"], &empty["meta"]), (&json!([]), &nothing));
    for number in ["INV-1", "INV-2", "INV-3"] {
        create(&server, &invoice(number)).await;
    }
    server.loan("100.00", "0", "2026-01-01").await;
    let numbers = async |query: &str| -> (Vec<Value>, Value) {
        let page = server
            .admin
            .get(&format!("{ACCOUNTS}?{query}"))
            .await
            .expect(200);
        let rows = page["data"].as_array().unwrap();
        let numbers = rows.iter().map(|row| row["invoice_number"].clone());
        (numbers.collect(), page["meta"].clone())
    };
    let (second, meta) = numbers("page=2&per_page=2").await;
    assert_eq!(second, ["INV-2", "INV-1"]);
    assert_eq!(
        meta,
        json!({ "page": 2, "per_page": 2, "total": 4, "total_pages": 2 })
    );
    assert_eq!(numbers("page=3&per_page=2").await.0, [""; 0]);
    for wrong in ["page=0", "per_page=0", "per_page=101", "page=x", "page=-1"] {
        let refused = server
            .admin
            .get(&format!("{ACCOUNTS}?{wrong}"))
            .await
            .expect(422);
        let name = wrong.split('=').next().unwrap();
        assert_eq!(refused["errors"][0]["field"], name);
    }
}
