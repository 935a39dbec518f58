use super::{EVENTS, loan, pay, sequences};
use quittance_domain::published;
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Everything that a creditor is told of, read a page at a time.
async fn all(client: &quittance_replay_tests::Client, limit: u32) -> Vec<Value> {
    let (mut events, mut after) = (Vec::new(), 0);
    loop {
        let path = format!("{EVENTS}?after={after}&limit={limit}");
        let page = client.get(&path).await.expect(200);
        let shown = page["events"].as_array().unwrap();
        assert!(shown.len() <= limit as usize);
        events.extend(shown.iter().cloned());
        after = page["next"].as_u64().unwrap();
        if !page["has_more"].as_bool().unwrap() {
            return events;
        }
        assert_eq!(shown.len(), limit as usize, "only the last page is short");
    }
}

#[tokio::test]
async fn pages_hold_the_whole_book_without_a_gap() {
    let server = TestServer::start().await;
    let loan = loan(&server).await;
    for amount in ["100.00", "250.50", "1.00"] {
        pay(&server.admin, &loan, amount).await;
    }
    let read = all(&server.admin, 2).await;
    let dense: Vec<u64> = (1..=read.len() as u64).collect();
    assert_eq!(sequences(&read), dense);
    assert_eq!(read, all(&server.admin, 1_000).await);
    let admin = server.database.admin().await;
    let sql = "SELECT sequence, encode(hash, 'hex') FROM book.books WHERE creditor_id = $1";
    let head = admin.query_one(sql, &[&server.creditor.0]).await.unwrap();
    let last = read.last().unwrap();
    assert_eq!(last["sequence"], json!(head.get::<_, i64>(0)));
    assert_eq!(
        last["hash"],
        json!(head.get::<_, &str>(1)),
        "the chain's head"
    );
    let paid: Vec<&Value> = read
        .iter()
        .filter(|event| event["type"] == "payment.received")
        .collect();
    assert_eq!(paid.len(), 3);
    assert_eq!(paid[1]["account_id"], loan["id"]);
    assert_eq!(paid[1]["data"]["amount"], "250.50");
    assert_eq!(paid[1]["data"]["applied"]["principal"], "250.50");
    assert_eq!(paid[1]["effective_date"], "2026-02-01");
    assert_eq!(read[0]["account_id"], Value::Null, "the creditor's own");
    for event in &read {
        let name = event["type"].as_str().unwrap();
        assert!(published::names().any(|known| known == name), "{name}");
    }
}

#[tokio::test]
async fn amounts_have_the_accounts_decimals() {
    let server = TestServer::start().await;
    for (currency, principal) in [("JPY", "9000"), ("KWD", "9000.125"), ("USD", "9000.25")] {
        let body = json!({ "principal_amount": principal, "currency": currency });
        server.admin.post("/api/v1/loans", &body).await.expect(201);
        let events = all(&server.admin, 100).await;
        let opened = events.last().unwrap();
        assert_eq!(opened["type"], "loan.created");
        assert_eq!(opened["data"]["approved_principal"], principal);
        assert_eq!(opened["data"]["currency"], currency);
    }
}

/// What is personal, and what seals it, is in no published event.
#[tokio::test]
async fn nothing_personal_is_published() {
    let server = TestServer::start().await;
    let secrets = [
        "Winifred",
        "Ackerman",
        "winifred@example.com",
        "4321",
        "Not my",
        "Called",
    ];
    let body = json!({
        "consumerEmail": secrets[2], "principalBalance": 5280.00, "originalBalance": 5280.00,
        "firstName": secrets[0], "lastName": secrets[1], "last4ssn": secrets[3],
    });
    let path = "/api/v1/creditor/place-account";
    let placed = server.admin.post(path, &body).await.expect(201);
    let account = format!(
        "/api/v1/creditor/accounts/{}",
        placed["accountId"].as_str().unwrap()
    );
    let dispute = json!({ "reason": "Not my account, says Winifred." });
    let note = json!({ "note": "Called Winifred." });
    let disputes = format!("{account}/disputes");
    server.admin.post(&disputes, &dispute).await.expect(201);
    let notes = format!("{account}/notes");
    server.admin.post(&notes, &note).await.expect(201);
    let hook = json!({ "url": "https://example.com/hooks?token=hidden" });
    let hook = server.admin.post("/api/v1/creditor/webhooks", &hook).await;
    let secret = hook.expect(201)["secret"].as_str().unwrap().to_owned();
    let admin = server.database.admin().await;
    let sql = "SELECT payload->>'sealed' FROM book.events WHERE payload->>'sealed' IS NOT NULL";
    let sealed: Vec<String> = admin
        .query(sql, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(sealed.len(), 3);
    let text = Value::from(all(&server.admin, 100).await).to_string();
    for type_name in [
        "account.placed",
        "dispute.filed",
        "note.added",
        "webhook.configured",
    ] {
        assert!(text.contains(type_name), "{type_name}");
    }
    let hidden = secrets.iter().map(|text| (*text).to_owned()).chain(sealed);
    for hidden in hidden.chain([secret, "token=hidden".to_owned(), "sealed".to_owned()]) {
        assert!(!text.contains(&hidden), "{hidden} is published");
    }
}

#[tokio::test]
async fn a_request_waits_for_what_another_server_records() {
    let server = TestServer::start().await;
    let loan = loan(&server).await;
    let other = server.second().await;
    let path = format!("{EVENTS}?after=now&wait=20");
    let begun = Instant::now();
    let waiting = server.admin.get(&path);
    let paying = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        pay(&other, &loan, "75.00").await;
    };
    let (page, ()) = tokio::join!(waiting, paying);
    let page = page.expect(200);
    assert_eq!(page["events"][0]["data"]["amount"], "75.00");
    assert!(begun.elapsed() >= Duration::from_millis(300));
    assert!(
        begun.elapsed() < Duration::from_secs(10),
        "{:?}",
        begun.elapsed()
    );
    let after = page["next"].as_u64().unwrap();
    let begun = Instant::now();
    let path = format!("{EVENTS}?after={after}&wait=1");
    let page = server.admin.get(&path).await.expect(200);
    assert_eq!(
        page,
        json!({ "events": [], "next": after, "has_more": false })
    );
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_creditor_is_told_of_its_own_book_alone() {
    let server = TestServer::start().await;
    let loan = loan(&server).await;
    pay(&server.admin, &loan, "75.00").await;
    let stranger = server.stranger().await;
    let theirs = Value::from(all(&stranger, 100).await);
    assert!(!theirs.to_string().contains(loan["id"].as_str().unwrap()));
    // Another's event does not end a wait.
    let path = format!("{EVENTS}?after=now&wait=1");
    let (page, ()) = tokio::join!(stranger.get(&path), pay(&server.admin, &loan, "1.00"));
    assert_eq!(page.expect(200)["events"], json!([]));
    let viewer = server.client(KeyRole::Viewer).await;
    viewer.get(EVENTS).await.expect(200);
}

#[tokio::test]
async fn a_wrong_position_is_refused() {
    let server = TestServer::start().await;
    for after in ["-1", "1.5", "soon", "99999999999999999999999"] {
        for path in [EVENTS.to_owned(), format!("{EVENTS}/stream")] {
            let path = format!("{path}?after={after}");
            let refused = server.admin.get(&path).await.expect(422);
            let place = &refused["detail"][0]["loc"];
            assert_eq!(place, &json!(["query", "after"]), "{path}");
        }
    }
    let stream = server.admin.with("last-event-id", "soon");
    let refused = stream.get(&format!("{EVENTS}/stream")).await.expect(422);
    let place = &refused["detail"][0]["loc"];
    assert_eq!(place, &json!(["header", "Last-Event-ID"]));
    for (name, text) in [("wait", "null"), ("wait", ""), ("limit", "ten")] {
        let path = format!("{EVENTS}?{name}={text}");
        let refused = server.admin.get(&path).await.expect(422);
        let place = &refused["detail"][0]["loc"];
        assert_eq!(place, &json!(["query", name]), "{path}");
    }
    let beyond = format!("{EVENTS}?after=18446744073709551615");
    let page = server.admin.get(&beyond).await.expect(200);
    assert_eq!(page["events"], json!([]));
}
