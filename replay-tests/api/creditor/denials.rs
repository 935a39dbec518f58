//! Denied attempts: what is kept of them, who sees them, and for how long.

use super::{ACCOUNTS, PLACE, flat};
use chrono::TimeDelta;
use quittance_replay_tests::{Client, TestServer};
use quittance_store::denials::forget;
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use std::time::Duration;

const DENIED: &str = "/api/v1/creditor/denied-attempts";
const LOGIN: &str = "/api/v1/auth/creditor/login";
/// A list that everybody may see.
const LOANS: &str = "/api/v1/loans";

/// Every denial that is kept, once there are as many attempts as these; the log is written beside
/// the requests.
async fn kept(server: &TestServer, attempts: i64) -> Vec<tokio_postgres::Row> {
    let admin = server.database.admin().await;
    let sql = "SELECT reason, creditor_id IS NOT NULL, path, host(address), user_agent, request_id, \
        route, attempts, method FROM book.denials ORDER BY denial_id";
    for _ in 0..100 {
        let rows = admin.query(sql, &[]).await.unwrap();
        let count = |row: &tokio_postgres::Row| i64::from(row.get::<_, i32>(7));
        if rows.iter().map(count).sum::<i64>() >= attempts {
            return rows;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{attempts} attempts were not kept within five seconds");
}

async fn list(client: &Client, query: &str) -> Vec<Value> {
    let page = client.get(&format!("{DENIED}{query}")).await.expect(200);
    page["entries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn strangers_are_kept_without_their_secrets() {
    let server = TestServer::start().await;
    let anonymous = server.admin.anonymous().with("user-agent", "prober/1.0");
    anonymous
        .with("x-request-id", "first")
        .get(LOANS)
        .await
        .expect(401);
    let mut wrong = anonymous.with("x-request-id", "second");
    wrong.key = Some("0".repeat(64));
    wrong.get(LOANS).await.expect(401);
    let body = json!({ "email": "nobody@creditor.test", "password": "a guess" });
    anonymous.post(LOGIN, &body).await.expect(401);
    // There is nothing at that path, so nothing is guarded there.
    anonymous.get("/api/v1/nothing").await.expect(404);
    server.admin.get(LOANS).await.expect(200);

    let rows = kept(&server, 3).await;
    let reasons: Vec<&str> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(
        reasons,
        ["credential_missing", "credential_wrong", "login_failed"]
    );
    for row in &rows {
        assert!(!row.get::<_, bool>(1), "a stranger is nobody's");
        assert_eq!(row.get::<_, Option<&str>>(2), None);
        assert_eq!(row.get::<_, &str>(3), "127.0.0.1");
        assert_eq!(row.get::<_, &str>(4), "prober/1.0");
    }
    assert_eq!(rows[0].get::<_, &str>(5), "first");
    assert_eq!(rows[1].get::<_, &str>(5), "second");
    assert_eq!(rows[2].get::<_, &str>(6), LOGIN);
    let row_of = "SELECT denials::text FROM book.denials";
    for row in server
        .database
        .admin()
        .await
        .query(row_of, &[])
        .await
        .unwrap()
    {
        let text: &str = row.get(0);
        assert!(
            !text.contains("guess") && !text.contains("nobody@"),
            "{text}"
        );
    }
    // Nor does any creditor see what nobody's caller has tried.
    assert_eq!(list(&server.admin, "").await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_creditor_sees_what_its_own_callers_were_denied() {
    let server = TestServer::start().await;
    let placed = server.admin.post(PLACE, &flat("R-1")).await.expect(201);
    let account = placed["accountId"].as_str().unwrap();
    let (stranger, viewer) = (
        server.stranger().await,
        server.client(KeyRole::Viewer).await,
    );
    let path = format!("{ACCOUNTS}/{account}");
    let agent = stranger.with("user-agent", "=cmd|' /C calc'!A0");
    agent.get(&path).await.expect(404);
    viewer.post(PLACE, &flat("R-2")).await.expect(403);
    // A refusal by a rule of the ledger is in the book, and no denial.
    let offer = json!({ "amount": 9_999 });
    let offers = format!("{path}/settlements");
    server.admin.post(&offers, &offer).await.expect(422);
    kept(&server, 2).await;

    let theirs = list(&stranger, "").await;
    assert_eq!(theirs.len(), 1, "{theirs:?}");
    assert_eq!(theirs[0]["reason"], "not_found");
    assert_eq!(theirs[0]["path"], path);
    assert_eq!(theirs[0]["userAgent"], "=cmd|' /C calc'!A0");
    let ours = list(&server.admin, "").await;
    assert_eq!(ours.len(), 1, "{ours:?}");
    let [entry] = &ours[..] else { unreachable!() };
    assert_eq!(entry["reason"], "forbidden");
    assert_eq!(entry["role"], "viewer");
    assert_eq!(entry["method"], "POST");
    assert_eq!(entry["attempts"], 1);
    let actor = entry["actor"].as_str().unwrap();
    assert!(actor.starts_with("key:"), "{actor}");
    for (query, count) in [
        (format!("?actor={actor}"), 1),
        ("?actor=somebody".to_owned(), 0),
        ("?reason=forbidden".to_owned(), 1),
        ("?reason=not_found".to_owned(), 0),
        ("?from=2199-01-01".to_owned(), 0),
        ("?to=2020-01-01".to_owned(), 0),
        ("?from=2020-01-01&to=2199-01-01".to_owned(), 1),
    ] {
        assert_eq!(list(&server.admin, &query).await.len(), count, "{query}");
    }
    for bad in ["?reason=unheard", "?from=x", "?cursor=x"] {
        server
            .admin
            .get(&format!("{DENIED}{bad}"))
            .await
            .expect(400);
    }
    viewer.get(DENIED).await.expect(403);
}

#[tokio::test]
async fn a_list_of_denials_is_paged() {
    let server = TestServer::start().await;
    for number in 0..5 {
        let path = format!("{LOANS}/00000000-0000-4000-8000-00000000000{number}");
        server.admin.get(&path).await.expect(404);
        // Within a millisecond there is no order.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    kept(&server, 5).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.admin.get(&format!("{DENIED}?limit=2{cursor}")).await;
        let page = page.expect(200);
        let paths = page["entries"].as_array().unwrap().iter();
        seen.extend(paths.map(|entry| entry["path"].as_str().unwrap().to_owned()));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let numbers: Vec<&str> = seen.iter().map(|path| &path[path.len() - 1..]).collect();
    assert_eq!(numbers, ["4", "3", "2", "1", "0"], "the newest first");
}

/// A flood costs few rows, and none of it is left uncounted.
#[tokio::test]
async fn attempts_that_are_alike_are_counted_in_one_row() {
    let server = TestServer::start().await;
    let anonymous = server.admin.anonymous();
    let flood = (0..200).map(|n| {
        let agent = anonymous.with("user-agent", &format!("prober/{n}"));
        async move { agent.get(LOANS).await.expect(401) }
    });
    futures_util::future::join_all(flood).await;
    let rows = kept(&server, 200).await;
    let attempts: i32 = rows.iter().map(|row| row.get::<_, i32>(7)).sum();
    assert_eq!(attempts, 200);
    assert!(rows.len() <= 3, "{} rows", rows.len());
}

/// Only the program's own sweep, in the owner's role, removes a denial, and only an old one.
#[tokio::test]
async fn what_is_old_is_forgotten_and_nothing_else() {
    let server = TestServer::start().await;
    server.admin.anonymous().get(LOANS).await.expect(401);
    kept(&server, 1).await;
    for (role, sql) in [
        ("quittance_writer", "DELETE FROM book.denials"),
        (
            "quittance_writer",
            "UPDATE book.denials SET reason = 'forbidden'",
        ),
        ("quittance_writer", "SELECT FROM book.denials"),
        ("quittance_reader", "DELETE FROM book.denials"),
    ] {
        let client = server.database.role(role).await;
        let error = client.batch_execute(sql).await.unwrap_err();
        assert_eq!(error.code().unwrap().code(), "42501", "{role}: {sql}");
    }
    let database = server.database.database();
    let kept = TimeDelta::days(400);
    assert_eq!(forget(&database, ids::now(), kept).await.unwrap(), 0);
    let later = ids::now() + TimeDelta::days(401);
    assert_eq!(forget(&database, later, kept).await.unwrap(), 1);
}
