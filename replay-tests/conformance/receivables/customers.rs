//! Customers: one noun for every surface, found by the caller's own id or an e-mail address.

use super::{create, data, invoice};
use quittance_replay_tests::{Client, TestServer};
use serde_json::{Value, json};

const CUSTOMERS: &str = "/api/v1/external/customers";

fn globex() -> Value {
    json!({
        "external_id": "C-1",
        "email": "billing@globex.test",
        "phone": "+12025550123",
        "firstName": "Jane",
        "lastName": "Doe",
        "companyName": "Globex",
        "tags": ["vip"],
        "custom_fields": { "region": "west", "tier": 3 },
        "communication_preferences": { "email": true, "sms": false },
    })
}

fn path(customer: &Value) -> String {
    format!("{CUSTOMERS}/{}", customer["id"].as_str().unwrap())
}

/// The totals and rows of the first page.
async fn listed(client: &Client) -> (Value, Vec<Value>) {
    let page = client.get(CUSTOMERS).await.expect(200);
    let rows = page["data"].as_array().unwrap().clone();
    (page["meta"]["total"].clone(), rows)
}

#[tokio::test]
async fn a_customer_is_created_read_replaced_and_removed() {
    let server = TestServer::start().await;
    let created = server.admin.post(CUSTOMERS, &globex()).await.expect(201);
    let customer = created["data"].clone();
    for (name, value) in globex().as_object().unwrap() {
        assert_eq!(&customer[name], value, "{name}");
    }
    assert_eq!(customer["name"], "Jane Doe");
    let path = path(&customer);
    assert_eq!(data(&server, &path).await, customer);
    assert_eq!(
        listed(&server.admin).await,
        (json!(1), vec![customer.clone()])
    );

    let other = json!({ "phone": "+442071838750", "companyName": "Globex Ltd" });
    let replaced = server.admin.put(&path, &other).await.expect(200);
    let replaced = replaced["data"].clone();
    assert_eq!(replaced["companyName"], "Globex Ltd");
    // What is not said is forgotten, but for the id that the caller finds them by.
    assert_eq!(
        (&replaced["email"], &replaced["tags"]),
        (&json!(null), &json!([]))
    );
    assert_eq!(replaced["external_id"], "C-1");
    assert_eq!(replaced["created_at"], customer["created_at"]);
    assert_eq!(data(&server, &path).await, replaced);

    let stranger = server.stranger().await;
    stranger.get(&path).await.expect(404);
    stranger.put(&path, &other).await.expect(404);
    stranger.delete(&path).await.expect(404);
    assert_eq!(listed(&stranger).await, (json!(0), vec![]));

    let removed = server.admin.delete(&path).await.expect(200);
    assert_eq!(removed["data"]["id"], customer["id"]);
    for gone in [
        server.admin.get(&path).await,
        server.admin.put(&path, &other).await,
        server.admin.delete(&path).await,
    ] {
        assert_eq!(gone.expect(404)["message"], "Customer not found");
    }
    assert_eq!(listed(&server.admin).await, (json!(0), vec![]));
    assert_eq!(server.count_events("consumer.removed").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn a_request_id_has_one_effect_and_one_answer() {
    let server = TestServer::start().await;
    let client = server.admin.with("Idempotency-Key", "customer-1");
    let first = client.post(CUSTOMERS, &globex()).await;
    let customer = first.expect(201)["data"].clone();
    let again = client.post(CUSTOMERS, &globex()).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let other = json!({ "email": "other@globex.test" });
    client.post(CUSTOMERS, &other).await.expect(409);
    // The kept answer names nobody.
    let admin = server.database.admin().await;
    let sql =
        "SELECT convert_from(body, 'UTF8') FROM book.requests WHERE request_id = 'customer-1'";
    let kept: String = admin.query_one(sql, &[]).await.unwrap().get(0);
    assert!(!kept.contains("globex") && !kept.contains("Jane"), "{kept}");

    let client = server.admin.with("Idempotency-Key", "customer-2");
    let path = path(&customer);
    let first = client.delete(&path).await;
    first.expect(200);
    assert_eq!(client.delete(&path).await.body, first.body);
    let nobody = format!("{CUSTOMERS}/019a0000-0000-7000-8000-000000000000");
    let client = server.admin.with("Idempotency-Key", "customer-3");
    client.delete(&nobody).await.expect(404);
    assert_eq!(server.count_events("consumer.removed").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn a_name_is_one_customers_alone() {
    let server = TestServer::start().await;
    server.admin.post(CUSTOMERS, &globex()).await.expect(201);
    let same = |name: &str, value: &str| {
        let mut body = json!({ "email": "other@globex.test", "external_id": "C-2" });
        body[name] = json!(value);
        body
    };
    for (name, value) in [("external_id", "C-1"), ("email", "Billing@GLOBEX.test")] {
        let refused = server.admin.post(CUSTOMERS, &same(name, value)).await;
        assert_eq!(refused.expect(409)["errors"][0]["field"], name);
    }
    let other = same("external_id", "C-2");
    let other = server.admin.post(CUSTOMERS, &other).await.expect(201);
    let path = path(&other["data"]);
    let taken = server.admin.put(&path, &globex()).await.expect(409);
    assert_eq!(taken["errors"][0]["field"], "external_id");
    // One's own names are no obstacle.
    let own = same("external_id", "C-2");
    server.admin.put(&path, &own).await.expect(200);
    // Another creditor has names of its own.
    let stranger = server.stranger().await;
    stranger.post(CUSTOMERS, &globex()).await.expect(201);
    server.verify().await;
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let server = TestServer::start().await;
    for (body, field) in [
        (json!({}), "email"),
        (json!({ "firstName": "Jane" }), "email"),
        (json!({ "email": "nobody" }), "email"),
        (json!({ "phone": "555-0100" }), "phone"),
        (json!({ "phone": "+0123456" }), "phone"),
        (json!({ "email": "a@b.test", "tags": "vip" }), "tags"),
        (json!({ "email": "a@b.test", "tags": [""] }), "tags"),
        (
            json!({ "email": "a@b.test", "custom_fields": [] }),
            "custom_fields",
        ),
    ] {
        let refused = server.admin.post(CUSTOMERS, &body).await.expect(422);
        assert_eq!(refused["errors"][0]["field"], field, "{body}");
    }
    assert_eq!(listed(&server.admin).await.0, 0);
    for nobody in ["uuid", "019a0000-0000-7000-8000-000000000000"] {
        let path = format!("{CUSTOMERS}/{nobody}");
        server.admin.get(&path).await.expect(404);
    }
}

#[tokio::test]
async fn many_are_upserted_by_their_ids() {
    let server = TestServer::start().await;
    let path = format!("{CUSTOMERS}/bulk");
    // Somebody who came with an account, and has no id of the caller's yet.
    let placed = json!({ "consumerEmail": "member@example.com", "principalBalance": 100 });
    let place = "/api/v1/creditor/place-account";
    server.admin.post(place, &placed).await.expect(201);
    let known = server.admin.post(CUSTOMERS, &globex()).await.expect(201);
    let known = known["data"]["id"].clone();
    let mut changed = globex();
    changed["companyName"] = json!("Globex Inc");
    let rows = json!({ "customers": [
        changed,
        { "external_id": "C-2", "email": "member@example.com", "firstName": "Mem" },
        { "external_id": "C-3", "phone": "+12025550199" },
        { "external_id": "C-3", "phone": "+12025550198" },
        { "phone": "+12025550197" },
        { "external_id": "C-4", "email": "billing@globex.test" },
    ] });
    let report = server.admin.post(&path, &rows).await.expect(200);
    let report = &report["data"];
    let outcomes: Vec<_> = report["results"].as_array().unwrap().iter().collect();
    let statuses: Vec<_> = outcomes.iter().map(|row| row["status"].as_str()).collect();
    let expected = [
        "updated", "updated", "created", "failed", "failed", "failed",
    ];
    assert_eq!(statuses, expected.map(Some));
    let fields: Vec<_> = outcomes[3..]
        .iter()
        .map(|row| row["errors"][0]["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["external_id", "external_id", "email"]);
    let counts = ["total", "created", "updated", "failed"].map(|name| report[name].as_i64());
    assert_eq!(counts, [6, 1, 2, 3].map(Some));
    assert_eq!(outcomes[0]["id"], known);
    let (total, rows) = listed(&server.admin).await;
    assert_eq!((total, rows.len()), (json!(3), 3));
    let company = rows.iter().find(|row| row["id"] == known).unwrap();
    assert_eq!(company["companyName"], "Globex Inc");

    // One who was removed is listed again.
    let removed = format!("{CUSTOMERS}/{}", known.as_str().unwrap());
    server.admin.delete(&removed).await.expect(200);
    let again = json!({ "customers": [globex()] });
    let client = server.admin.with("X-Request-Id", "bulk");
    let first = client.post(&path, &again).await;
    assert_eq!(first.expect(200)["data"]["updated"], 1);
    assert_eq!(client.post(&path, &again).await.body, first.body);
    assert_eq!(data(&server, &removed).await["companyName"], "Globex");
    assert_eq!(listed(&server.admin).await.0, 3);
    for (wrong, field) in [
        (json!({}), "customers"),
        (json!({ "customers": [] }), "customers"),
        (json!({ "customers": {} }), "customers"),
        (json!({ "customers": [globex(), "text"] }), "customers[1]"),
    ] {
        let refused = server.admin.post(&path, &wrong).await.expect(422);
        assert_eq!(refused["errors"][0]["field"], field);
    }
    server.verify().await;
}

/// An account that names somebody who is known is theirs, whichever surface it comes through.
#[tokio::test]
async fn accounts_of_one_consumer_are_found_by_name() {
    let server = TestServer::start().await;
    let created = server.admin.post(CUSTOMERS, &globex()).await.expect(201);
    let customer = created["data"]["id"].clone();
    let mut by_email = invoice("INV-1");
    by_email["customer"] = json!({ "email": "billing@globex.test" });
    let mut by_id = invoice("INV-2");
    by_id["customer"] = json!({ "external_id": "C-1", "phone": "+12025550100" });
    for body in [by_email, by_id] {
        let invoice = create(&server, &body).await;
        assert_eq!(data(&server, &invoice).await["customer_id"], customer);
    }
    let contract = json!({
        "account_number": "CONTRACT-1", "debtor_name": "Globex", "debtor_phone": "555-0100",
        "debtor_email": "Billing@globex.test", "debtor_ssn": "123-45-6789",
        "original_balance": 100, "current_balance": 100,
    });
    server
        .admin
        .post("/api/v1/accounts.php", &contract)
        .await
        .expect(201);
    // What is known of them is known of all their accounts: the digits are searched by.
    let placed = json!({ "consumerEmail": "billing@globex.test", "principalBalance": 200 });
    let place = "/api/v1/creditor/place-account";
    let placed = server.admin.post(place, &placed).await.expect(201);
    let found = server
        .admin
        .get("/api/v1/creditor/accounts?search=6789")
        .await;
    let found = found.expect(200);
    let ids: Vec<&Value> = found["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["id"])
        .collect();
    assert_eq!(ids[0], &placed["accountId"]);
    assert_eq!(ids.len(), 4);
    assert_eq!(listed(&server.admin).await.0, 1);
    server.verify().await;
}

#[tokio::test]
async fn rows_of_one_upload_share_their_consumer() {
    let server = TestServer::start().await;
    let upload = "/api/v1/creditor/upload-accounts";
    let row = |reference: &str, email: &str, phase: &str| {
        json!({
            "consumerEmail": email, "originalBalance": 100, "principalBalance": 100, "dpd": 10,
            "accountType": "credit_card", "accountPhase": phase, "creditorReference": reference,
        })
    };
    let states = json!({ "states": ["CA"] });
    let licensed = "/api/v1/creditor/licensed-states";
    server.admin.put(licensed, &states).await.expect(200);
    // The first row of theirs is refused, and the others are theirs all the same.
    let rows = json!([
        row("R-1", "two@example.com", "intercept"),
        row("R-2", "two@example.com", "recovery"),
        row("R-3", "Two@Example.com", "recovery"),
        row("R-4", "one@example.com", "recovery"),
        row("R-5", "refused@example.com", "intercept"),
    ]);
    let report = server.admin.post(upload, &rows).await.expect(200);
    assert_eq!(
        (&report["succeeded"], &report["failed"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(listed(&server.admin).await.0, 2);
    let admin = server.database.admin().await;
    let sql = "SELECT count(*), count(DISTINCT consumer_id) FROM views.accounts";
    let counted = admin.query_one(sql, &[]).await.unwrap();
    assert_eq!((counted.get::<_, i64>(0), counted.get::<_, i64>(1)), (3, 2));
    // They are found by the next upload too.
    let more = json!([row("R-6", "two@example.com", "recovery")]);
    server.admin.post(upload, &more).await.expect(200);
    assert_eq!(listed(&server.admin).await.0, 2);
    server.verify().await;
}

/// Two requests that bring the same consumer at once.
#[tokio::test]
async fn placements_at_once_find_one_consumer() {
    let server = TestServer::start().await;
    let place = |number: usize| {
        let admin = server.admin.clone();
        async move {
            let body = json!({
                "consumerEmail": "member@example.com", "principalBalance": 100,
                "creditorReference": format!("R-{number}"),
            });
            let path = "/api/v1/creditor/place-account";
            admin.post(path, &body).await.expect(201);
        }
    };
    futures_util::future::join_all((0..16).map(place)).await;
    let (total, rows) = listed(&server.admin).await;
    assert_eq!((total, rows.len()), (json!(1), 1));
    server.verify().await;
}

/// A removed customer's next account does not list them again, and an erased one's is another's.
#[tokio::test]
async fn an_erased_customer_is_found_by_no_name() {
    let server = TestServer::start().await;
    let created = server.admin.post(CUSTOMERS, &globex()).await.expect(201);
    let customer = created["data"]["id"].clone();
    let admin = server.database.admin().await;
    admin
        .execute("DELETE FROM book.consumer_keys", &[])
        .await
        .unwrap();
    let mut body = invoice("INV-1");
    body["customer"] = json!({ "external_id": "C-1", "email": "billing@globex.test" });
    let invoice = create(&server, &body).await;
    let other = data(&server, &invoice).await["customer_id"].clone();
    assert_ne!(other, customer);
    let path = format!("{CUSTOMERS}/{}", other.as_str().unwrap());
    assert_eq!(data(&server, &path).await["email"], "billing@globex.test");
}
