//! Uploads: a thousand rows in one transaction, as JSON and as CSV, with a report of each row.

use super::flat;
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

const UPLOAD: &str = "/api/v1/creditor/upload-accounts";

#[tokio::test]
async fn a_thousand_rows_are_placed_in_one_transaction() {
    let server = TestServer::start().await;
    let rows: Vec<Value> = (0..1_000).map(|row| flat(&format!("R-{row}"))).collect();
    let client = server.admin.with("X-Request-Id", "upload");
    let first = client.post(UPLOAD, &json!(rows)).await;
    let report = first.expect(200);
    let counts = (&report["total"], &report["succeeded"], &report["failed"]);
    assert_eq!(counts, (&json!(1_000), &json!(1_000), &json!(0)));
    assert_eq!(report["results"][999]["row"], 1_000);
    assert!(
        report["results"][0]["accountId"]
            .as_str()
            .unwrap()
            .starts_with("a-")
    );
    let admin = server.database.admin().await;
    let sql = "SELECT count(DISTINCT xmin::text) FROM book.events WHERE type = 'account.placed'";
    let transactions: i64 = admin.query_one(sql, &[]).await.unwrap().get(0);
    assert_eq!(transactions, 1);
    // Sent again, it is answered again and placed once.
    let again = client.post(UPLOAD, &json!(rows)).await;
    assert_eq!(again.body, first.body);
    assert_eq!(server.count_events("account.placed").await, 1_000);
    let more: Vec<Value> = (0..1_001).map(|row| flat(&format!("S-{row}"))).collect();
    let refused = server.admin.post(UPLOAD, &json!(more)).await.expect(400);
    assert_eq!(refused["code"], "VALIDATION_ERROR");
    server.verify().await;
}

#[tokio::test]
async fn wrong_rows_are_reported_and_the_others_placed() {
    let server = TestServer::start().await;
    let mut wrong = flat("R-2");
    wrong["dpd"] = json!(400);
    wrong["consumerEmail"] = json!("nobody");
    let rows = json!([flat("R-1"), wrong, flat("R-1")]);
    let report = server.admin.post(UPLOAD, &rows).await.expect(200);
    assert_eq!(
        (&report["succeeded"], &report["failed"]),
        (&json!(1), &json!(2))
    );
    let fields = |row: usize| -> Vec<&str> {
        let errors = report["results"][row]["errors"].as_array().unwrap();
        errors
            .iter()
            .map(|error| error["field"].as_str().unwrap())
            .collect()
    };
    assert_eq!(fields(1), ["consumerEmail", "dpd"]);
    assert_eq!(fields(2), ["creditorReference"]);
    // What is no row at all is no upload either: nothing of it is placed.
    for body in [
        json!([]),
        json!({}),
        json!("x"),
        json!([flat("R-9"), "text"]),
    ] {
        server.admin.post(UPLOAD, &body).await.expect(400);
    }
    assert_eq!(server.count_events("account.placed").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn a_sheet_is_read_by_its_header() {
    let server = TestServer::start().await;
    let mut client = server.admin.clone();
    client
        .headers
        .push(("content-type".into(), "text/csv".into()));
    let sheet = "first_name,last_name,email,phone,principal_balance,original_creditor,\
        charge_off_date,account_phase\n\
        Jane,Doe,jane@example.com,+12025550100,5247.63,Sample Federal CU,,phase0\n\
        Ana,Ruiz,nobody,+12025550101,810.25,Sample Federal CU,2025-11-30,phase1\n";
    let report = client.post_raw(UPLOAD, sheet).await.expect(200);
    assert_eq!(
        (&report["succeeded"], &report["failed"]),
        (&json!(1), &json!(1))
    );
    let wrong = json!([{ "field": "consumer_email", "message": "is not a valid email address" }]);
    assert_eq!(report["results"][1]["errors"], wrong);
    for bad in ["", "unheard\nx\n", "email,email\n"] {
        let refused = client.post_raw(UPLOAD, bad).await.expect(400);
        assert_eq!(refused["code"], "VALIDATION_ERROR", "{bad:?}");
    }
    assert_eq!(server.count_events("account.placed").await, 1);
}

/// As a browser's form or `curl -F file=@accounts.csv` sends it.
#[tokio::test]
async fn a_sheet_may_be_the_file_of_a_form() {
    let server = TestServer::start().await;
    let sheet = "email,principal_balance,account_phase\r\n\
        jane@example.com,5247.63,phase1\r\nnobody,810.25,phase1\r\n";
    let form = |boundary: &str, member: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{member}\"; \
             filename=\"accounts.csv\"\r\nContent-Type: text/csv\r\n\r\n{sheet}\r\n\
             --{boundary}--\r\n"
        )
    };
    let send = async |boundary: &str, body: String| {
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let client = server.admin.with("X-Request-Id", "form");
        let client = client.with("content-type", &content_type);
        client.post_raw(UPLOAD, body).await
    };
    let first = send("one", form("one", "file")).await;
    let report = first.expect(200);
    assert_eq!(
        (&report["succeeded"], &report["failed"]),
        (&json!(1), &json!(1))
    );
    // The same sheet under another boundary is the same request.
    let again = send("two", form("two", "file")).await;
    assert_eq!(again.body, first.body);
    assert_eq!(server.count_events("account.placed").await, 1);
    for body in [form("one", "sheet"), "--one\r\n".to_owned(), String::new()] {
        let refused = send("one", body).await.expect(400);
        assert_eq!(refused["details"][0]["field"], "file");
    }
}

/// Regulation F, as a sheet tells it: the notice itemizes the debt, and a row that does not add up
/// is reported by its column.
#[tokio::test]
async fn a_sheet_itemizes_its_debts() {
    let server = TestServer::start().await;
    let client = server.admin.with("content-type", "text/csv");
    let sheet = "email,principal_balance,account_phase,itemization_reference,itemization_date,\
        itemization_amount,itemization_interest,itemization_fees,itemization_payments,\
        itemization_credits\n\
        jane@example.com,5247.63,phase1,charge_off,2025-11-30,5000.00,200.00,100.00,52.37,0.00\n\
        ana@example.com,810.25,phase1,,,,,,,\n\
        ben@example.com,810.25,phase1,last_payment,2025-11-30,800.00,,,,\n";
    let report = client.post_raw(UPLOAD, sheet).await.expect(200);
    let statuses: Vec<&Value> = report["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["status"])
        .collect();
    assert_eq!(statuses, ["created", "created", "failed"]);
    let wrong = &report["results"][2]["errors"];
    assert_eq!(wrong[0]["field"], "itemization_amount");
    let shown = async |row: usize| {
        let id = report["results"][row]["accountId"].as_str().unwrap();
        let path = format!("/api/v1/creditor/accounts/{id}");
        server.admin.get(&path).await.expect(200)["validationNotice"].clone()
    };
    let notice = shown(0).await;
    assert_eq!(notice["itemizationDate"], "2025-11-30");
    assert_eq!(notice["itemization"]["reference"], "charge_off");
    assert_eq!(notice["itemization"]["payments"].to_string(), "52.37");
    assert_eq!(shown(1).await["itemization"], Value::Null);
    server.verify().await;
}
