//! "Public REST API (v1)": a creditor's own systems at `/external/v1`.

use crate::documented;
use quittance_replay_tests::{Client, TestServer};
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

const ACCOUNTS: &str = "/external/v1/accounts";

/// The body under "Import a single account", as it is printed.
const IMPORT: &str = r#"{
"consumerEmail": "member@example.com",
"firstName": "Jane",
"lastName": "Doe",
"originalCreditor": "Sample Federal CU",
"originalBalance": 5247.63,
"principalBalance": 5247.63,
"chargeOffDate": null,
"phase": "phase1"
}"#;

/// The body under "Update an account", as it is printed.
const UPDATE: &str = r#"{ "status": "contacted", "currentBalance": 4980.00 }"#;

async fn imported(client: &Client) -> String {
    let placed = client.post_raw(ACCOUNTS, IMPORT).await.expect(201);
    format!("{ACCOUNTS}/{}", placed["accountId"].as_str().unwrap())
}

#[tokio::test]
async fn identity_names_the_creditor_and_the_key() {
    let server = TestServer::start().await;
    let me = server.admin.get("/external/v1/me").await.expect(200);
    assert_eq!(me["creditor"]["name"], "Test Creditor");
    let key = &me["apiKey"];
    assert_eq!(key["name"], "test");
    let prefix = key["prefix"].as_str().unwrap();
    assert!(server.admin.key.as_deref().unwrap().starts_with(prefix));
    for name in ["id", "lastUsedAt", "createdAt"] {
        assert!(key.get(name).is_some(), "{name}");
    }
    let mut wrong = server.admin.clone();
    wrong.key = Some("0".repeat(64));
    let refused = wrong.get("/external/v1/me").await.expect(401);
    assert_eq!(refused["code"], "UNAUTHENTICATED");
    assert!(refused["error"].is_string() && refused["requestId"].is_string());
}

#[tokio::test]
async fn the_printed_import_and_update_are_taken() {
    let server = TestServer::start().await;
    let client = server.admin.with("X-Request-Id", "import-1");
    let first = client.post_raw(ACCOUNTS, IMPORT).await;
    let placed = first.expect(201);
    assert!(placed["validationNotice"]["noticeId"].is_string());
    // The same request id: the same account, and one notice.
    let again = client.post_raw(ACCOUNTS, IMPORT).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(server.count_events("account.placed").await, 1);

    let path = format!("{ACCOUNTS}/{}", placed["accountId"].as_str().unwrap());
    let before = server.admin.get(&path).await.expect(200);
    assert_eq!(
        (&before["status"], &before["phase"]),
        (&json!("placed"), &json!("phase1"))
    );
    let updated = server.admin.patch_raw(&path, UPDATE).await.expect(200);
    assert_eq!(updated["status"], "contacted");
    assert_eq!(updated["currentBalance"].to_string(), "4980.00");
    let after = server.admin.get(&path).await.expect(200);
    assert_eq!(after["status"], "contacted");
    assert_eq!(after["currentBalance"].to_string(), "4980.00");
    // Stating what stands already changes nothing.
    server.admin.patch_raw(&path, UPDATE).await.expect(200);
    assert_eq!(server.count_events("account.stage_set").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn what_follows_from_events_cannot_be_set() {
    let server = TestServer::start().await;
    let path = imported(&server.admin).await;
    for body in [
        json!({ "status": "settled" }),
        json!({ "status": "paid_in_full" }),
        json!({ "status": "disputed" }),
        json!({ "status": "unheard" }),
        json!({ "currentBalance": -1 }),
        json!({ "currentBalance": "x" }),
        json!({}),
    ] {
        let refused = server.admin.patch(&path, &body).await.expect(400);
        assert_eq!(refused["code"], "VALIDATION_ERROR", "{body}");
    }
    for status in ["settled", "paid_in_full", "disputed"] {
        let body = json!({ "status": status });
        server
            .admin
            .post(&format!("{path}/status"), &body)
            .await
            .expect(400);
    }
    // The verb-style call does what the update does, by either method.
    let body = json!({ "status": "negotiating" });
    let set = server.admin.post(&format!("{path}/status"), &body).await;
    assert_eq!(set.expect(200)["status"], "negotiating");
    let body = json!({ "status": "legal" });
    let set = server.admin.put(&format!("{path}/status"), &body).await;
    assert_eq!(set.expect(200)["status"], "legal");
}

#[tokio::test]
async fn phase0_is_refused_where_the_creditor_is_not_licensed() {
    let server = TestServer::start().await;
    let licensed = json!({ "states": ["CA"] });
    server
        .admin
        .put("/api/v1/creditor/licensed-states", &licensed)
        .await
        .expect(200);
    let place = async |phase: &str, zip: Option<&str>| {
        let mut body: Value = serde_json::from_str(IMPORT).unwrap();
        body["phase"] = json!(phase);
        body["addressZip"] = json!(zip);
        server.admin.post(ACCOUNTS, &body).await
    };
    place("phase0", Some("90210")).await.expect(201);
    place("phase1", Some("10001")).await.expect(201);
    for zip in [Some("10001"), None] {
        let refused = place("phase0", zip).await.expect(403);
        assert_eq!(refused["code"], "STATE_NOT_AUTHORIZED");
    }
    assert_eq!(server.count_events("command.refused").await, 2);
    assert_eq!(server.count_events("account.placed").await, 2);
    server.verify().await;
}

/// Another creditor's id reads like one that nobody has, byte for byte.
#[tokio::test]
async fn nothing_tells_anothers_account_from_none() {
    let server = TestServer::start().await;
    let path = imported(&server.admin).await;
    let nobodys = format!("{ACCOUNTS}/a-550e8400-e29b-41d4-a716-446655440000");
    let stranger = server.stranger().await.with("X-Request-Id", "same");
    let note = json!({ "note": "x" });
    let status = json!({ "status": "contacted" });
    for suffix in ["", "/settlements", "/offers", "/settlement-offers"] {
        let theirs = stranger.get(&format!("{path}{suffix}")).await;
        let none = stranger.get(&format!("{nobodys}{suffix}")).await;
        theirs.expect(404);
        assert_eq!(theirs.body, none.body, "{suffix}");
    }
    for (suffix, body) in [("/notes", &note), ("/status", &status)] {
        let theirs = stranger.post(&format!("{path}{suffix}"), body).await;
        let none = stranger.post(&format!("{nobodys}{suffix}"), body).await;
        theirs.expect(404);
        assert_eq!(theirs.body, none.body, "{suffix}");
    }
    let theirs = stranger.patch(&path, &status).await;
    let none = stranger.patch(&nobodys, &status).await;
    theirs.expect(404);
    assert_eq!(theirs.body, none.body);
}

#[tokio::test]
async fn notes_are_kept_with_the_account() {
    let server = TestServer::start().await;
    let path = imported(&server.admin).await;
    let notes = format!("{path}/notes");
    let longest = "n".repeat(5_000);
    for text in ["Asked for a callback.", &longest] {
        let added = server.admin.post(&notes, &json!({ "note": text })).await;
        assert!(added.expect(201)["id"].is_string());
    }
    // Spaces count as they are sent: the published length is that of the text in the body.
    for too_long in [format!("{longest}n"), format!("\t{longest}")] {
        let body = json!({ "note": too_long });
        server.admin.post(&notes, &body).await.expect(400);
    }
    server.admin.post(&notes, &json!({})).await.expect(400);
    let shown = server.admin.get(&path).await.expect(200);
    let texts: Vec<&str> = shown["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["note"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["Asked for a callback.", &*longest]);
    // What was written stands nowhere readable.
    let admin = server.database.admin().await;
    let sql = "SELECT count(*) FROM book.events WHERE payload::text LIKE '%callback%'";
    let readable: i64 = admin.query_one(sql, &[]).await.unwrap().get(0);
    assert_eq!(readable, 0);
    server.verify().await;
}

#[tokio::test]
async fn metrics_lists_offers_and_webhooks_are_read() {
    let server = TestServer::start().await;
    let path = imported(&server.admin).await;
    imported(&server.admin).await;
    let id = path.rsplit('/').next().unwrap();
    let pay = json!({ "amount": "5247.63", "payment_method": "ach" });
    let payments = format!("/api/v1/loans/{}/payments", &id[2..]);
    server.admin.post(&payments, &pay).await.expect(201);
    for path in ["/external/v1/metrics", "/external/v1/portfolio/metrics"] {
        let metrics = server.admin.get(path).await.expect(200);
        assert_eq!(metrics["totalAccounts"], 2);
        assert_eq!(metrics["totalBalance"].to_string(), "5247.63");
        assert_eq!(metrics["resolvedCount"], 1);
        assert_eq!(metrics["resolutionRate"].to_string(), "0.5");
        assert_eq!(metrics["statusHistogram"]["placed"], 1);
        assert_eq!(metrics["statusHistogram"]["paid_in_full"], 1);
    }
    let list = server
        .admin
        .get(&format!("{ACCOUNTS}?limit=1000&status=placed"))
        .await
        .expect(200);
    assert_eq!((&list["total"], &list["limit"]), (&json!(1), &json!(100)));
    let offers = server.admin.get(&format!("{path}/offers")).await;
    assert_eq!(offers.expect(200)["settlements"], json!([]));

    let hook = json!({ "url": "https://example.com/hooks" });
    let made = server
        .admin
        .post("/api/v1/creditor/webhooks", &hook)
        .await
        .expect(201);
    let secret = made["secret"].as_str().unwrap();
    let hooks = server.admin.get("/external/v1/webhooks").await;
    assert!(!hooks.text().contains(secret));
    assert_eq!(hooks.expect(200)["webhooks"][0]["url"], hook["url"]);
    server
        .admin
        .post("/external/v1/webhooks", &hook)
        .await
        .expect(405);
}

/// A key that may only read changes nothing.
#[tokio::test]
async fn keys_are_scoped() {
    let server = TestServer::start().await;
    let path = imported(&server.admin).await;
    let viewer = server.client(KeyRole::Viewer).await;
    viewer.get(&path).await.expect(200);
    for reply in [
        viewer.patch_raw(&path, UPDATE).await,
        viewer.post_raw(ACCOUNTS, IMPORT).await,
        viewer
            .post(&format!("{path}/notes"), &json!({ "note": "x" }))
            .await,
    ] {
        assert_eq!(reply.expect(403)["code"], "FORBIDDEN");
    }
}

/// "Rate limit: 100 requests per 15 minutes per API key."
#[tokio::test]
async fn a_key_has_a_hundred_requests_in_fifteen_minutes() {
    let server = documented().await;
    let me = "/external/v1/me";
    for _ in 0..100 {
        server.admin.get(me).await.expect(200);
    }
    // One comes back every nine seconds, which a slow machine may take.
    let mut last = server.admin.get(me).await;
    for _ in 0..50 {
        if last.status.as_u16() == 429 {
            break;
        }
        last = server.admin.get(me).await;
    }
    assert_eq!(last.expect(429)["code"], "RATE_LIMITED");
    assert_eq!(last.header("retry-after"), Some("900"));
    // Another key has its own.
    let other = server.client(KeyRole::Viewer).await;
    other.get(me).await.expect(200);
}

/// "`phase` defaults to `phase1`", and the surface shows phases as it takes them.
#[tokio::test]
async fn a_phase_reads_as_it_was_given() {
    let server = TestServer::start().await;
    for (given, shown) in [
        (json!(null), "phase1"),
        (json!("phase1"), "phase1"),
        (json!("phase0"), "phase0"),
    ] {
        let mut body: Value = serde_json::from_str(IMPORT).unwrap();
        body["phase"] = given;
        let placed = server.admin.post(ACCOUNTS, &body).await.expect(201);
        let id = placed["accountId"].as_str().unwrap();
        let one = server.admin.get(&format!("{ACCOUNTS}/{id}")).await;
        assert_eq!(one.expect(200)["phase"], shown);
        let page = server.admin.get(&format!("{ACCOUNTS}?limit=1")).await;
        assert_eq!(page.expect(200)["accounts"][0]["phase"], shown);
    }
    // "The same consumer auto-create": one address is one consumer.
    let admin = server.database.admin().await;
    let sql = "SELECT count(DISTINCT consumer_id), count(*) FROM views.accounts";
    let row = admin.query_one(sql, &[]).await.unwrap();
    assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (1, 3));
}

/// "Every settlement offer attached to the account across all statuses."
#[tokio::test]
async fn offers_are_listed_whatever_their_status() {
    let server = TestServer::start().await;
    let path = imported(&server.admin).await;
    let id = path.rsplit('/').next().unwrap();
    let portal = format!("/api/v1/creditor/accounts/{id}/settlements");
    let offer = async |amount: i64| {
        let body = json!({ "amount": amount });
        let made = server.admin.post(&portal, &body).await.expect(201);
        made["id"].as_str().unwrap().to_owned()
    };
    let becomes = async |id: &str, what: &str| {
        let path = format!("/api/v1/creditor/settlements/{id}/{what}");
        let body = json!({ "amount": 2500 });
        server.admin.post(&path, &body).await.expect(200);
    };
    let statuses = async || -> Vec<String> {
        let listed = server.admin.get(&format!("{path}/settlements")).await;
        let listed = listed.expect(200);
        let offers = listed["settlements"].as_array().unwrap().iter();
        offers
            .map(|offer| offer["status"].as_str().unwrap().to_owned())
            .collect()
    };
    for what in ["reject", "expire", "counter"] {
        becomes(&offer(3000).await, what).await;
    }
    offer(3500).await;
    let accepted = offer(4000).await;
    let before = ["rejected", "expired", "countered", "pending", "pending"];
    assert_eq!(statuses().await, before);
    becomes(&accepted, "accept").await;
    assert_eq!(statuses().await[4], "accepted");
    let pay = json!({ "amount": "4000.00", "payment_method": "ach" });
    let payments = format!("/api/v1/loans/{}/payments", &id[2..]);
    server.admin.post(&payments, &pay).await.expect(201);
    assert_eq!(statuses().await[4], "paid");
    server.verify().await;
}
