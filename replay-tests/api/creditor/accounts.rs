//! The list: newest first, forward by cursor, by status and by id.

use super::{ACCOUNTS, PLACE, flat, nested};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

fn references(list: &Value) -> Vec<&str> {
    let rows = list["accounts"].as_array().unwrap().iter();
    rows.map(|row| row["creditorReference"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_cursor_walks_the_whole_list() {
    let server = TestServer::start().await;
    for place in 1..=5 {
        server
            .admin
            .post(PLACE, &flat(&format!("R-{place}")))
            .await
            .expect(201);
    }
    let mut seen = Vec::new();
    let mut next = Some(String::new());
    while let Some(query) = next {
        let page = server
            .admin
            .get(&format!("{ACCOUNTS}?limit=2{query}"))
            .await
            .expect(200);
        seen.extend(references(&page).into_iter().map(str::to_owned));
        next = page["nextCursor"]
            .as_str()
            .map(|cursor| format!("&cursor={cursor}"));
        // What is placed meanwhile comes before the first page and moves none.
        server.admin.post(PLACE, &nested()).await.expect(201);
    }
    assert_eq!(seen, ["R-5", "R-4", "R-3", "R-2", "R-1"]);
}

#[tokio::test]
async fn lists_are_filtered_clamped_and_refused() {
    let server = TestServer::start().await;
    let placed = server.admin.post(PLACE, &flat("R-1")).await.expect(201);
    let id = placed["accountId"].as_str().unwrap();
    let path = format!("/api/v1/loans/{}/payments", &id[2..]);
    let pay = json!({ "amount": "5280.00", "payment_method": "ach" });
    server.admin.post(&path, &pay).await.expect(201);
    for (query, count, limit) in [
        ("?limit=1000", 1, 100),
        ("?limit=0", 1, 1),
        ("?status=paid_in_full", 1, 50),
        ("?status=placed", 0, 50),
        ("?status=disputed", 0, 50),
        (&format!("?search={id}"), 1, 50),
        (&format!("?search={id}&status=placed"), 0, 50),
        ("?search=a-550e8400-e29b-41d4-a716-446655440000", 0, 50),
    ] {
        let page = server
            .admin
            .get(&format!("{ACCOUNTS}{query}"))
            .await
            .expect(200);
        assert_eq!(references(&page).len(), count, "{query}");
        assert_eq!(
            (&page["total"], &page["limit"]),
            (&json!(count), &json!(limit)),
            "{query}"
        );
    }
    for (field, bad) in [
        ("status", "unheard"),
        ("status", ""),
        ("cursor", "x"),
        ("search", "a%00b"),
        ("limit", "null"),
        ("limit", ""),
    ] {
        for list in [ACCOUNTS, "/external/v1/accounts"] {
            let path = format!("{list}?{field}={bad}");
            let refused = server.admin.get(&path).await.expect(400);
            assert_eq!(refused["code"], "VALIDATION_ERROR", "{path}");
            assert_eq!(refused["details"][0]["field"], field, "{path}");
        }
    }
}

#[tokio::test]
async fn another_creditors_account_reads_as_unknown() {
    let server = TestServer::start().await;
    let placed = server.admin.post(PLACE, &nested()).await.expect(201);
    let stranger = server.stranger().await.with("X-Request-Id", "same");
    let unknown = "a-550e8400-e29b-41d4-a716-446655440000";
    let path = |id: &str| format!("{ACCOUNTS}/{id}");
    let nobodys = stranger.get(&path(unknown)).await;
    let theirs = stranger
        .get(&path(placed["accountId"].as_str().unwrap()))
        .await;
    theirs.expect(404);
    assert_eq!(theirs.body, nobodys.body);
    let list = stranger.get(ACCOUNTS).await.expect(200);
    assert_eq!((&list["accounts"], &list["total"]), (&json!([]), &json!(0)));
}
