//! The audit log: seen page by page, filtered, and exported.

use super::{PLACE, flat};
use quittance_domain::CreditorId;
use quittance_replay_tests::TestServer;
use quittance_store::events::verify_book;
use quittance_store::keys::KeyRole;
use quittance_store::origins::Origin;
use serde_json::{Value, json};

const LOG: &str = "/api/v1/creditor/audit-log";

fn actions(page: &Value) -> Vec<&str> {
    let entries = page["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["action"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn entries_are_seen_filtered_and_paged() {
    let server = TestServer::start().await;
    let placed = server.admin.post(PLACE, &flat("R-1")).await.expect(201);
    server.admin.post(PLACE, &flat("R-2")).await.expect(201);
    let account = placed["accountId"].as_str().unwrap();
    let path = format!("/api/v1/creditor/accounts/{account}");
    let note = json!({ "note": "Called." });
    server
        .admin
        .post(&format!("{path}/notes"), &note)
        .await
        .expect(201);
    let offer = json!({ "amount": 9_999 });
    server
        .admin
        .post(&format!("{path}/settlements"), &offer)
        .await
        .expect(422);

    let all = server.admin.get(LOG).await.expect(200);
    let expected = [
        "command.refused",
        "note.added",
        "account.placed",
        "account.placed",
        "api_key.minted",
        "creditor.registered",
    ];
    assert_eq!(actions(&all), expected);
    assert_eq!(all["entries"][0]["outcome"], "refused");
    assert_eq!(all["entries"][5]["accountId"], json!(null));
    let actor = all["entries"][0]["actor"].as_str().unwrap();
    for (query, count) in [
        (format!("account={account}"), 3),
        ("kind=account.placed".to_owned(), 2),
        (format!("actor={actor}"), 4),
        ("from=2199-01-01".to_owned(), 0),
        ("to=2020-01-01".to_owned(), 0),
        ("from=2020-01-01&to=2199-01-01".to_owned(), 6),
        (format!("account={account}&kind=note.added"), 1),
    ] {
        let page = server
            .admin
            .get(&format!("{LOG}?{query}"))
            .await
            .expect(200);
        assert_eq!(actions(&page).len(), count, "{query}");
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.admin.get(&format!("{LOG}?limit=4{cursor}")).await;
        let page = page.expect(200);
        seen.extend(actions(&page).into_iter().map(str::to_owned));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, expected);
    for bad in ["kind=unheard", "from=x", "account=x", "cursor=x"] {
        server.admin.get(&format!("{LOG}?{bad}")).await.expect(400);
    }
}

#[tokio::test]
async fn the_export_opens_as_a_sheet() {
    let server = TestServer::start().await;
    server.admin.post(PLACE, &flat("R-1")).await.expect(201);
    let export = server.admin.get(&format!("{LOG}/export")).await;
    assert_eq!(export.status, 200);
    assert_eq!(
        export.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    let text = export.text();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines[0].starts_with("sequence,recorded_at,"), "{text}");
    // The header, three events, and what follows the last line end.
    assert_eq!(lines.len(), 5, "{text}");
    let one = server
        .admin
        .get(&format!("{LOG}/export?kind=account.placed"))
        .await;
    assert_eq!(one.text().split("\r\n").count(), 3);
    let quoted = server
        .admin
        .get(&format!("{LOG}/export?actor=%27x%27"))
        .await;
    assert_eq!(quoted.text().split("\r\n").count(), 2);

    let viewer = server.client(KeyRole::Viewer).await;
    viewer.get(&format!("{LOG}/export")).await.expect(403);
    viewer.get(LOG).await.expect(403);
    let theirs = server.stranger().await.get(LOG).await.expect(200);
    assert_eq!(actions(&theirs), ["api_key.minted", "creditor.registered"]);
}

/// A loan of 1,000 with a payment of 250 that was reversed, by a loan officer's program.
async fn reversed(server: &TestServer) -> (String, Value) {
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let id = loan["id"].as_str().unwrap();
    let officer = server.client(KeyRole::LoanOfficer).await;
    let program = officer.with("user-agent", "=loans/1.0");
    let path = format!("/api/v1/loans/{id}/payments");
    let pay = json!({ "amount": "250.00", "payment_method": "ach" });
    let payment = program.post(&path, &pay).await.expect(201);
    let path = format!(
        "/api/v1/payments/{}/reverse",
        payment["id"].as_str().unwrap()
    );
    let reverse = json!({ "reason": "-R01 returned" });
    let request = program.with("idempotency-key", "return-1");
    request.post(&path, &reverse).await.expect(200);
    let log = server.admin.get(&format!("{LOG}?limit=2")).await;
    (id.to_owned(), log.expect(200))
}

#[tokio::test]
async fn an_entry_says_who_from_where_and_why() {
    let server = TestServer::start().await;
    let (_, log) = reversed(&server).await;
    let entry = &log["entries"][0];
    assert_eq!(entry["action"], "payment.reversed");
    assert_eq!(entry["role"], "loan_officer");
    assert_eq!(entry["address"], "127.0.0.1");
    assert_eq!(entry["userAgent"], "=loans/1.0");
    assert_eq!(entry["requestId"], "return-1");
    assert_eq!(entry["reason"], "-R01 returned");
    let first = server.admin.get(&format!("{LOG}/1")).await.expect(200);
    assert_eq!(first["action"], "creditor.registered");
    for absent in ["role", "address", "userAgent", "before", "after"] {
        assert_eq!(first[absent], json!(null), "{absent}");
    }
    // The same in the export, guarded where a sheet would take it for a formula.
    let path = format!("{LOG}/export?kind=payment.reversed");
    let text = server.admin.get(&path).await.text();
    let row = text.split("\r\n").nth(1).unwrap();
    assert!(
        row.contains(",loan_officer,127.0.0.1,'=loans/1.0,return-1,payment.reversed,"),
        "{row}"
    );
    assert!(row.contains(",accepted,'-R01 returned,"), "{row}");
    // The chain covers where it came from, and every origin is kept once.
    let admin = server.database.admin().await;
    let sql = "SELECT count(DISTINCT origin), (SELECT count(*) FROM book.origins) FROM book.events
        WHERE actor LIKE 'key:%'";
    let row = admin.query_one(sql, &[]).await.unwrap();
    assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (2, 2));
    server.verify().await;
}

/// Whoever may change the table of origins cannot make another of them unnoticed: the id that the
/// chain covers is made of what stands there.
#[tokio::test]
async fn an_origin_is_named_by_what_it_is() {
    let server = TestServer::start().await;
    reversed(&server).await;
    let admin = server.database.admin().await;
    let sql = "SELECT creditor_id, origin_id, address, user_agent, salt FROM book.origins";
    for row in admin.query(sql, &[]).await.unwrap() {
        let mut origin = Origin {
            address: row.get(2),
            user_agent: row.get(3),
        };
        let creditor = CreditorId(row.get(0));
        let (id, salt): (uuid::Uuid, &[u8]) = (row.get(1), row.get(4));
        assert_eq!(origin.id(creditor, salt), id);
        origin.address = Some("203.0.113.7".parse().unwrap());
        assert_ne!(origin.id(creditor, salt), id);
    }
    let alter = [
        ("SET address = '203.0.113.7'", "another origin"),
        ("SET user_agent = 'curl'", "another origin"),
        ("SET user_agent = NULL", "another origin"),
        (
            "SET salt = decode(repeat('00', 16), 'hex')",
            "another origin",
        ),
        ("SET origin_id = gen_random_uuid()", "is missing"),
    ];
    let reader = server.database.role("quittance_reader").await;
    for (change, told) in alter {
        let sql = format!(
            "BEGIN; CREATE TABLE kept AS TABLE book.origins; UPDATE book.origins {change}; COMMIT"
        );
        admin.batch_execute(&sql).await.unwrap();
        let verified = verify_book(&reader, server.creditor, |_, _| {}).await;
        let what = verified.unwrap().broken.map(|broken| broken.what);
        assert!(
            what.is_some_and(|what| what.contains(told)),
            "{change}: {what:?}"
        );
        let back = "BEGIN; DELETE FROM book.origins; INSERT INTO book.origins TABLE kept; DROP TABLE kept; COMMIT";
        admin.batch_execute(back).await.unwrap();
    }
    server.verify().await;
}

/// What is set anew has its value before and after, whichever event said it before.
#[tokio::test]
async fn the_export_has_values_before_and_after() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0.12", "2026-01-01").await;
    let path = format!(
        "/api/v1/loans/{}/rate-changes",
        loan["id"].as_str().unwrap()
    );
    let rate = json!({
        "interest_rate": "0.08", "effective_date": "2026-02-01", "reason": "hardship",
    });
    let changed = server.admin.post(&path, &rate).await;
    assert!(changed.status.is_success(), "{}", changed.text());
    for states in [json!(["CA"]), json!(["CA", "NY"])] {
        let states = json!({ "states": states });
        let path = "/api/v1/creditor/licensed-states";
        server.admin.put(path, &states).await.expect(200);
    }
    // Two webhooks are not each other's former selves.
    for url in ["https://one.example/", "https://two.example/"] {
        let hook = json!({ "url": url, "events": ["payment.received"] });
        server
            .admin
            .post("/api/v1/webhooks", &hook)
            .await
            .expect(201);
    }
    let text = server.admin.get(&format!("{LOG}/export")).await.text();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<std::collections::HashMap<String, String>>();
    let rows: Vec<_> = rows.map(Result::unwrap).collect();
    let of = |kind: &str| -> Vec<(&str, &str)> {
        let rows = rows.iter().filter(|row| row["type"] == kind);
        rows.map(|row| (&*row["before"], &*row["after"])).collect()
    };
    assert_eq!(of("rate.changed"), [("0.12", "0.08")]);
    let states = [("", "[\"CA\"]"), ("[\"CA\"]", "[\"CA\",\"NY\"]")];
    assert_eq!(of("licensed_states.set"), states);
    let hooks = of("webhook.configured");
    assert!(hooks.len() == 2 && hooks.iter().all(|hook| hook.0.is_empty()));
    assert_eq!(of("loan.disbursed"), [("", "")]);
}

/// Without an idempotency key an entry has the id that the request is known by otherwise: the one
/// that its reply and the server's log have.
#[tokio::test]
async fn an_entry_names_its_request() {
    let server = TestServer::start().await;
    let placed = server.admin.post(PLACE, &flat("R-1")).await;
    let key = json!({ "name": "till", "role": "viewer" });
    let minted = server.admin.post("/api/v1/creditor/api-keys", &key).await;
    let log = server
        .admin
        .get(&format!("{LOG}?limit=2"))
        .await
        .expect(200);
    for (place, reply) in [(0, &minted), (1, &placed)] {
        let id = reply.header("x-request-id").unwrap();
        assert!(!id.is_empty());
        assert_eq!(log["entries"][place]["requestId"], id);
    }
    let keyed = server.admin.with("idempotency-key", "\"mint-7\"");
    keyed
        .post("/api/v1/creditor/api-keys", &key)
        .await
        .expect(201);
    let log = server
        .admin
        .get(&format!("{LOG}?limit=1"))
        .await
        .expect(200);
    assert_eq!(log["entries"][0]["requestId"], "mint-7");
    server.verify().await;
}

/// Only what is booked leaves an origin: neither reading nor being refused at the door does, so that
/// the table grows no faster than the book.
#[tokio::test]
async fn what_is_not_booked_leaves_no_origin() {
    let server = TestServer::start().await;
    let kept = async || -> i64 {
        let admin = server.database.admin().await;
        let sql = "SELECT count(*) FROM book.origins";
        admin.query_one(sql, &[]).await.unwrap().get(0)
    };
    for n in 0..5 {
        let program = server.admin.with("user-agent", &format!("probe/{n}"));
        program.get(LOG).await.expect(200);
        let absent = "/api/v1/creditor/accounts/a-00000000-0000-7000-8000-000000000000/notes";
        let note = json!({ "note": "?" });
        program.post(absent, &note).await.expect(404);
        program.post(PLACE, &json!({})).await.expect(400);
    }
    assert_eq!(kept().await, 0);
    let program = server.admin.with("user-agent", "probe/1");
    program.post(PLACE, &flat("R-1")).await.expect(201);
    program.post(PLACE, &flat("R-2")).await.expect(201);
    assert_eq!(kept().await, 1);
}

/// What is done to keys and users is booked beside the writer, and says where it came from too.
#[tokio::test]
async fn keys_and_users_are_made_from_somewhere() {
    let server = TestServer::start().await;
    let program = server.admin.with("user-agent", "console/2.0");
    let key = json!({ "name": "till", "role": "viewer" });
    let key = program
        .post("/api/v1/creditor/api-keys", &key)
        .await
        .expect(201);
    let path = format!("/api/v1/creditor/api-keys/{}", key["id"].as_str().unwrap());
    program.delete(&path).await;
    let log = server
        .admin
        .get(&format!("{LOG}?limit=2"))
        .await
        .expect(200);
    assert_eq!(actions(&log), ["api_key.revoked", "api_key.minted"]);
    for entry in log["entries"].as_array().unwrap() {
        assert_eq!(entry["userAgent"], "console/2.0", "{entry}");
        assert_eq!(entry["address"], "127.0.0.1", "{entry}");
    }
    server.verify().await;
}

#[tokio::test]
async fn an_entry_shows_the_account_before_and_after() {
    let server = TestServer::start().await;
    let (_, log) = reversed(&server).await;
    let entry = |place: usize| {
        let sequence = log["entries"][place]["sequence"].to_string();
        let admin = server.admin.clone();
        async move { admin.get(&format!("{LOG}/{sequence}")).await.expect(200) }
    };
    let (paid, returned) = (entry(1).await, entry(0).await);
    assert_eq!(paid["action"], "payment.received");
    let principal = |standing: &Value| standing["principal"].as_f64().unwrap();
    assert_eq!(principal(&paid["before"]), 1000.0);
    assert_eq!(principal(&paid["after"]), 750.0);
    assert_eq!(principal(&returned["before"]), 750.0);
    assert_eq!(principal(&returned["after"]), 1000.0);
    assert_eq!(returned["reason"], "-R01 returned");
    for absent in ["0", "-1", "999999", "x", "9223372036854775807"] {
        server
            .admin
            .get(&format!("{LOG}/{absent}"))
            .await
            .expect(404);
    }
    // Another creditor's book has fewer entries, and one's own sequences are its own.
    let sequence = log["entries"][0]["sequence"].to_string();
    let stranger = server.stranger().await;
    stranger.get(&format!("{LOG}/{sequence}")).await.expect(404);
}

#[tokio::test]
async fn entries_are_found_by_their_amount() {
    let server = TestServer::start().await;
    let (loan, _) = reversed(&server).await;
    for (query, expected) in [
        ("minAmount=250&maxAmount=250.00", vec!["payment.received"]),
        ("minAmount=250.01&maxAmount=999.99", vec![]),
        ("minAmount=1000&kind=loan.disbursed", vec!["loan.disbursed"]),
        (
            "maxAmount=250&kind=payment.received",
            vec!["payment.received"],
        ),
    ] {
        for account in ["", &format!("&account=a-{loan}")] {
            let path = format!("{LOG}?{query}{account}");
            let page = server.admin.get(&path).await.expect(200);
            assert_eq!(actions(&page), expected, "{path}");
        }
        let export = server.admin.get(&format!("{LOG}/export?{query}")).await;
        let rows = export.text().split("\r\n").count() - 2;
        assert_eq!(rows, expected.len(), "{query}");
    }
    for bad in ["minAmount=x", "maxAmount=1,5"] {
        let reply = server.admin.get(&format!("{LOG}?{bad}")).await;
        reply.expect(400);
    }
}
