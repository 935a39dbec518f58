//! The creditor portal: logging in, users, keys.

use super::{PASSWORD, bearing, user};
use bytes::Bytes;
use hyper::Method;
use quittance_replay_tests::program::program;
use quittance_replay_tests::{Client, TestServer};
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

const ACCOUNTS: &str = "/api/v1/creditor/accounts";
const KEYS: &str = "/api/v1/creditor/api-keys";
const USERS: &str = "/api/v1/creditor/users";

async fn log_in(client: &Client, email: &str, password: &str) -> Value {
    let body = json!({ "email": email, "password": password });
    let client = client.anonymous();
    let reply = client.post("/api/auth/creditor/login", &body).await;
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    reply.expect(200)
}

#[tokio::test]
async fn a_login_gives_a_token_for_four_hours() {
    let server = TestServer::start().await;
    user(&server, "Ann@creditor.test", KeyRole::Admin).await;
    // Addresses that differ in case alone are one.
    let reply = log_in(&server.admin, "ann@CREDITOR.test", PASSWORD).await;
    assert_eq!(reply["expiresIn"], 14_400);
    assert_eq!(reply["user"]["role"], "admin");
    let token = reply["token"].as_str().unwrap();
    assert!(token.starts_with("eyJhbGciOiJIUzI1NiJ9."), "{token}");
    bearing(&server.admin, token)
        .get(ACCOUNTS)
        .await
        .expect(200);
    let (rest, signature) = token.rsplit_once('.').unwrap();
    for forged in [
        format!("{rest}.{}", signature.to_lowercase()),
        format!("{rest}."),
        rest.to_owned(),
    ] {
        let refused = bearing(&server.admin, &forged).get(ACCOUNTS).await;
        assert_eq!(refused.expect(401)["code"], "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_alike() {
    let server = TestServer::start().await;
    user(&server, "ann@creditor.test", KeyRole::Admin).await;
    let path = "/api/v1/auth/creditor/login";
    let client = server.admin.anonymous().with("X-Request-Id", "once");
    let wrong = json!({ "email": "ann@creditor.test", "password": "correct horse" });
    let nobody = json!({ "email": "bob@creditor.test", "password": PASSWORD });
    let (wrong, nobody) = (
        client.post(path, &wrong).await,
        client.post(path, &nobody).await,
    );
    assert_eq!(wrong.expect(401)["code"], "UNAUTHENTICATED");
    assert_eq!((wrong.status, &wrong.body), (nobody.status, &nobody.body));
    let missing = client.post(path, &json!({})).await.expect(400);
    let fields: Vec<&Value> = missing["details"]
        .as_array()
        .unwrap()
        .iter()
        .map(|wrong| &wrong["field"])
        .collect();
    assert_eq!(fields, ["email", "password"]);
}

#[tokio::test]
async fn whoever_is_disabled_is_out_at_once() {
    let server = TestServer::start().await;
    let new = json!({
        "email": "bob@creditor.test",
        "name": "Bob",
        "role": "loan_officer",
        "password": PASSWORD,
    });
    let bob = server.admin.post(USERS, &new).await.expect(201);
    assert!(!bob.to_string().contains("password"));
    let again = server.admin.post(USERS, &new).await.expect(409);
    assert_eq!(again["error"], "A user with this email already exists");
    let token = log_in(&server.admin, "bob@creditor.test", PASSWORD).await;
    let client = bearing(&server.admin, token["token"].as_str().unwrap());
    client.get(ACCOUNTS).await.expect(200);
    // A loan officer lets nobody in.
    client.get(USERS).await.expect(403);
    client.post(USERS, &new).await.expect(403);
    let path = format!("{USERS}/{}/disable", bob["id"].as_str().unwrap());
    client.post(&path, &json!({})).await.expect(403);
    server
        .stranger()
        .await
        .post(&path, &json!({}))
        .await
        .expect(404);
    client.get(ACCOUNTS).await.expect(200);
    let disabled = server.admin.post(&path, &json!({})).await.expect(200);
    assert!(disabled["disabledAt"].is_string());
    client.get(ACCOUNTS).await.expect(401);
    let body = json!({ "email": "bob@creditor.test", "password": PASSWORD });
    let login = server.admin.anonymous();
    login
        .post("/api/auth/creditor/login", &body)
        .await
        .expect(401);
    assert_eq!(server.count_events("user.added").await, 1);
    // Disabling again changes nothing, and says so by saying the same.
    assert_eq!(
        server.admin.post(&path, &json!({})).await.expect(200),
        disabled
    );
    assert_eq!(server.count_events("user.disabled").await, 1);
    server.verify().await;
}

/// Who was let in and shut out stands in the audit log with where it was asked from: the address, what
/// the caller said it is, and the id that the request was sent under or was given.
#[tokio::test]
async fn letting_in_and_shutting_out_say_from_where() {
    let server = TestServer::start().await;
    let office = server.admin.with("user-agent", "office/2.1");
    let new = json!({
        "email": "bob@creditor.test", "name": "Bob", "role": "viewer", "password": PASSWORD,
    });
    let key = json!({ "name": "reports", "role": "viewer" });
    let sent = office.with("idempotency-key", "let-in-1");
    let bob = sent.post(USERS, &new).await.expect(201);
    let sent = office.with("idempotency-key", "key-1");
    let minted = sent.post(KEYS, &key).await.expect(201);
    let path = format!("{KEYS}/{}", minted["id"].as_str().unwrap());
    let sent = office.with("x-request-id", "key-gone-1");
    assert!(sent.delete(&path).await.status.is_success());
    let path = format!("{USERS}/{}/disable", bob["id"].as_str().unwrap());
    let sent = office.with("x-request-id", "shut-out-1");
    sent.post(&path, &json!({})).await.expect(200);
    // The same by the command line, which comes from no address.
    let creditor = server.creditor.to_string();
    let arguments = [
        "user",
        "password",
        "bob@creditor.test",
        "--creditor",
        &creditor,
    ];
    assert!(program(&server, &arguments).status().unwrap().success());

    let log = "/api/v1/creditor/audit-log?limit=50";
    let log = server.admin.get(log).await.expect(200);
    let entries = log["entries"].as_array().unwrap();
    for (action, request) in [
        ("user.added", "let-in-1"),
        ("user.disabled", "shut-out-1"),
        ("api_key.minted", "key-1"),
        ("api_key.revoked", "key-gone-1"),
    ] {
        let entry = entries.iter().find(|entry| entry["action"] == action);
        let entry = entry.unwrap_or_else(|| panic!("{action}: {log:#}"));
        assert_eq!(entry["address"], "127.0.0.1", "{action}");
        assert_eq!(entry["userAgent"], "office/2.1", "{action}");
        assert_eq!(entry["requestId"], request, "{action}");
        assert_eq!(entry["role"], "admin", "{action}");
    }
    let entry = entries
        .iter()
        .find(|entry| entry["action"] == "user.password_set");
    let entry = entry.unwrap_or_else(|| panic!("{log:#}"));
    assert_eq!(entry["actor"], "cli:user");
    for absent in ["address", "userAgent", "requestId"] {
        assert_eq!(entry[absent], json!(null), "{absent}");
    }
    server.verify().await;
}

#[tokio::test]
async fn an_admin_cannot_shut_himself_out() {
    let server = TestServer::start().await;
    let ann = user(&server, "ann@creditor.test", KeyRole::Admin).await;
    let token = log_in(&server.admin, "ann@creditor.test", PASSWORD).await;
    let client = bearing(&server.admin, token["token"].as_str().unwrap());
    let path = format!("{USERS}/{}/disable", ann.id);
    client.post(&path, &json!({})).await.expect(400);
    client.get(USERS).await.expect(200);
}

#[tokio::test]
async fn a_new_password_ends_what_the_old_one_began() {
    let server = TestServer::start().await;
    let ann = user(&server, "ann@creditor.test", KeyRole::Admin).await;
    let token = log_in(&server.admin, "ann@creditor.test", PASSWORD).await;
    // A signed token knows its time to the second only.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let database = server.database.database();
    let mut writer = database
        .connect(quittance_store::Role::Writer)
        .await
        .unwrap();
    let hash = quittance_store::passwords::hash("another horse, another staple").unwrap();
    quittance_store::users::set_password(&mut writer, server.creditor, ann.id, &hash, "test")
        .await
        .unwrap();
    let client = bearing(&server.admin, token["token"].as_str().unwrap());
    client.get(ACCOUNTS).await.expect(401);
    log_in(
        &server.admin,
        "ann@creditor.test",
        "another horse, another staple",
    )
    .await;
}

#[tokio::test]
async fn a_key_is_shown_once_and_revoked_at_once() {
    let server = TestServer::start().await;
    let new = json!({ "name": "billing", "role": "viewer", "scopes": ["accounts:read"] });
    let minted = server.admin.post(KEYS, &new).await;
    assert_eq!(minted.header("cache-control"), Some("no-store"));
    let minted = minted.expect(201);
    let raw = minted["key"].as_str().unwrap();
    assert!(
        raw.len() == 64 && raw.bytes().all(|b| b.is_ascii_hexdigit()),
        "{raw}"
    );
    let key = bearing(&server.admin, raw);
    key.get(ACCOUNTS).await.expect(200);
    key.get(KEYS).await.expect(403);
    let listed = server.admin.get(KEYS).await;
    assert!(!listed.text().contains(raw));
    let listed = listed.expect(200);
    let billing = &listed["apiKeys"][1];
    assert_eq!(billing["name"], "billing");
    assert_eq!(billing["prefix"], raw[..8]);
    assert_eq!(billing["scopes"], json!(["accounts:read"]));
    let path = format!("{KEYS}/{}", minted["id"].as_str().unwrap());
    let delete = async |client: &Client| {
        let reply = client.send(Method::DELETE, &path, Bytes::new()).await;
        reply.unwrap()
    };
    delete(&server.stranger().await).await.expect(404);
    delete(&key).await.expect(403);
    key.get(ACCOUNTS).await.expect(200);
    let revoked = delete(&server.admin).await.expect(200);
    assert!(revoked["revokedAt"].is_string());
    key.get(ACCOUNTS).await.expect(401);
    assert_eq!(
        delete(&server.admin).await.expect(200)["revokedAt"],
        revoked["revokedAt"]
    );
    assert_eq!(server.count_events("api_key.revoked").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn a_repeated_request_mints_no_second_key() {
    let server = TestServer::start().await;
    let client = server.admin.with("X-Request-Id", "mint-1");
    let new = json!({ "name": "billing", "role": "viewer" });
    let (first, second) = tokio::join!(client.post(KEYS, &new), client.post(KEYS, &new));
    first.expect(201);
    assert_eq!((first.status, &first.body), (second.status, &second.body));
    let replayed = [&first, &second].map(|reply| reply.header("idempotent-replayed"));
    assert!(replayed.contains(&Some("true")) && replayed.contains(&None));
    assert_eq!(second.header("cache-control"), Some("no-store"));
    assert_eq!(server.count_events("api_key.minted").await, 2);
    // The id is that of this request alone, among all that the creditor sends.
    let other = json!({ "name": "reports", "role": "viewer" });
    let refused = client.post(KEYS, &other).await.expect(409);
    assert_eq!(refused["code"], "CONFLICT");
    let place = json!({ "consumerEmail": "m@example.com", "principalBalance": 1 });
    let path = "/api/v1/creditor/place-account";
    client.post(path, &place).await.expect(409);
    // What is kept of the reply is sealed.
    let database = server.database.admin().await;
    let sql = "SELECT body FROM book.requests WHERE request_id = 'mint-1'";
    let kept: Vec<u8> = database.query_one(sql, &[]).await.unwrap().get(0);
    let raw = first.json()["key"].as_str().unwrap().to_owned();
    assert!(!String::from_utf8_lossy(&kept).contains(&raw));
    server.verify().await;
}

#[tokio::test]
async fn a_repeated_request_adds_no_second_user() {
    let server = TestServer::start().await;
    let client = server.admin.with("X-Request-Id", "user-1");
    let new = json!({
        "email": "bob@creditor.example", "name": "Bob", "role": "viewer",
        "password": "correct horse battery staple",
    });
    let first = client.post(USERS, &new).await;
    first.expect(201);
    let second = client.post(USERS, &new).await;
    assert_eq!((second.status, &second.body), (first.status, &first.body));
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    assert_eq!(server.count_events("user.added").await, 1);
    let mut other = new.clone();
    other["password"] = json!("another horse, another staple");
    client.post(USERS, &other).await.expect(409);
    // Without the id the address is the guard.
    server.admin.post(USERS, &new).await.expect(409);
    server.verify().await;
}

#[tokio::test]
async fn nobody_mints_a_key_that_can_do_more_than_his_own() {
    let server = TestServer::start().await;
    let scopes = ["api_keys:write".to_owned(), "accounts:read".to_owned()];
    let database = &server.database;
    let narrow =
        quittance_replay_tests::server::key(database, server.creditor, KeyRole::Admin, &scopes);
    let narrow = bearing(&server.admin, &narrow.await);
    let mint = async |scopes: Value| {
        let body = json!({ "name": "more", "scopes": scopes });
        narrow.post(KEYS, &body).await
    };
    mint(json!([])).await.expect(403);
    mint(json!(["accounts:write"])).await.expect(403);
    mint(json!(["accounts:read"])).await.expect(201);
    for wrong in [
        json!(["accounts"]),
        json!([5]),
        json!(["accounts:delete"]),
        json!("x"),
    ] {
        mint(wrong).await.expect(400);
    }
    let past = json!({ "name": "late", "expiresOn": "2020-01-01" });
    server.admin.post(KEYS, &past).await.expect(400);
}

#[tokio::test]
async fn the_last_use_of_a_key_is_noted() {
    let server = TestServer::start().await;
    for _ in 0..100 {
        let listed = server.admin.get(KEYS).await.expect(200);
        if listed["apiKeys"][0]["lastUsedAt"].is_string() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the key's use was not noted within five seconds");
}
