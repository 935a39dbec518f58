//! The audit log: seen page by page, filtered, and exported.

use super::{PLACE, flat};
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
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
