//! Another master key takes the place of the former one.

use quittance_replay_tests::database::TestDatabase;
use quittance_replay_tests::dump::Dump;
use quittance_replay_tests::process::{Ledger, Server};
use quittance_replay_tests::program::quittance;
use quittance_replay_tests::server::MASTER_KEY;
use quittance_replay_tests::{Client, TestServer};
use quittance_store::keyring::{self, KeyringError, Rekeying};
use quittance_store::seal::{Keyring, MasterKey, MasterKeys};
use serde_json::{Value, json};
use std::process::Output;
use std::time::Duration;

const OTHER: &str = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff000102030405060708090a0b0c0d0e0f";

fn key(text: &str) -> MasterKey {
    MasterKey::from_hex(text).unwrap()
}

/// Somebody with an account, by the last four digits of their SSN.
async fn place(client: &Client) -> Value {
    let body = json!({
        "consumer": {
            "first_name": "Rosalind", "last_name": "Keyes", "email": "rosalind@keyes.example", "last4ssn": "4711",
        },
        "original_creditor": "First Bank", "principal_balance": 900.00,
        "account_type": "credit_card", "creditor_reference": "R-1",
    });
    client
        .post("/api/v1/creditor/place-account", &body)
        .await
        .expect(201)
}

/// What only the keys can show.
async fn shown(client: &Client) -> Value {
    let accounts = client.get("/api/v1/creditor/accounts?search=4711").await;
    let hooks = client.get("/api/v1/webhooks").await;
    json!([accounts.expect(200), hooks.expect(200)])
}

async fn events(database: &TestDatabase) -> Vec<u8> {
    let sql = "SELECT coalesce(string_agg(e::text, '' ORDER BY sequence), '') FROM book.events e";
    let row = database.admin().await.query_one(sql, &[]).await.unwrap();
    row.get::<_, String>(0).into_bytes()
}

fn run(database: &TestDatabase, keys: &[(&str, &str)], command: &[&str]) -> Output {
    let mut run = quittance(command);
    run.arg("--database-url").arg(&database.url);
    run.env_remove("QUITTANCE_MASTER_KEY");
    run.envs(keys.iter().copied());
    run.output().unwrap()
}

/// Ends every connection of a server, as a restart of Postgres does.
async fn cut(server: &TestServer) {
    let sql = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    server
        .database
        .admin()
        .await
        .query_one(sql, &[])
        .await
        .unwrap();
}

/// A change of the master key while nobody holds the former one.
async fn begun(server: &TestServer) -> Rekeying {
    cut(server).await;
    let database = server.database.database();
    Rekeying::begin(&database, &key(MASTER_KEY)).await.unwrap()
}

fn both() -> MasterKeys {
    MasterKeys {
        current: key(OTHER),
        former: Some(key(MASTER_KEY)),
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

const NEW: (&str, &str) = ("QUITTANCE_MASTER_KEY", OTHER);
const FORMER: (&str, &str) = ("QUITTANCE_FORMER_MASTER_KEY", MASTER_KEY);

#[tokio::test(flavor = "multi_thread")]
async fn no_event_is_touched_and_everything_opens_with_the_new_key_alone() {
    let server = TestServer::start().await;
    place(&server.admin).await;
    let hook = json!({ "url": "https://receiver.example/hooks", "events": ["payment.received"] });
    server
        .admin
        .post("/api/v1/webhooks", &hook)
        .await
        .expect(201);
    let database = &server.database;
    let before = events(database).await;

    // The server knows the former key alone, and its writer holds the lock of it.
    let output = run(database, &[NEW, FORMER], &["rekey"]);
    assert!(said(&output).contains("knows the former master key alone"));
    cut(&server).await;
    // Both keys must be named.
    let output = run(database, &[NEW], &["rekey"]);
    assert!(!output.status.success() && said(&output).contains("QUITTANCE_FORMER_MASTER_KEY"));
    // A program that knows the former key alone would wrap keys that nobody could open.
    let only = MasterKeys::only(key(MASTER_KEY));
    let (_, held) = keyring::open(&database.database(), only.clone())
        .await
        .unwrap();
    let output = run(database, &[NEW, FORMER], &["rekey"]);
    assert!(!output.status.success(), "{}", said(&output));
    assert!(
        said(&output).contains("knows the former master key alone"),
        "{}",
        said(&output)
    );
    drop(held);

    // One that knows both may go on.
    let (between, _held) = keyring::open(&database.database(), both()).await.unwrap();
    let output = run(database, &[NEW, FORMER], &["rekey", "--json"]);
    assert!(output.status.success(), "{}", said(&output));
    let done: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(done, json!({ "consumer_keys": 1, "wrapped_anew": 1 }));
    // Done again, there is nothing left to do.
    let output = run(database, &[NEW, FORMER], &["rekey", "--json"]);
    let done: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(done, json!({ "consumer_keys": 1, "wrapped_anew": 0 }));

    assert_eq!(events(database).await, before);
    let refused = keyring::open(&database.database(), only).await;
    assert!(matches!(refused, Err(KeyringError::OtherMasterKey)));
    let alone = MasterKeys::only(key(OTHER));
    let (after, _held) = keyring::open(&database.database(), alone).await.unwrap();
    assert_eq!(after.lookup_hash("a", "b"), between.lookup_hash("a", "b"));
    let admin = database.admin().await;
    let sql = "SELECT k.consumer_id, k.wrapped_key, a.sealed FROM book.consumer_keys k
        JOIN views.accounts a USING (consumer_id)";
    let row = admin.query_one(sql, &[]).await.unwrap();
    let consumer_key = after.unwrap(row.get(0), row.get(1)).unwrap();
    let opened = consumer_key.open(row.get(2)).unwrap();
    assert!(
        String::from_utf8(opened)
            .unwrap()
            .contains("rosalind@keyes.example")
    );
    let sql = "SELECT webhook_id, webhook ->> 'sealed_secret' FROM views.webhooks";
    let row = admin.query_one(sql, &[]).await.unwrap();
    after.open_secret(row.get(0), row.get(1)).unwrap();
    server.verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_ledger_draws_its_new_key_while_its_server_is_stopped() {
    let mut ledger = Ledger::new("rekey").await;
    let server = ledger.serve().await;
    place(&server.client).await;
    let hook = json!({ "url": "https://receiver.example/hooks", "events": ["payment.received"] });
    server
        .client
        .post("/api/v1/webhooks", &hook)
        .await
        .expect(201);
    let before = shown(&server.client).await;
    assert!(
        before.to_string().contains("rosalind@keyes.example"),
        "{before}"
    );
    let file = std::path::Path::new(ledger.data()).join("master.key");
    let former = std::fs::read_to_string(&file).unwrap();
    let rekey = |ledger: &Ledger| {
        quittance(&["rekey", "--data", ledger.data()])
            .output()
            .unwrap()
    };
    let refused = rekey(&ledger);
    assert!(said(&refused).contains("is running"), "{}", said(&refused));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), former);
    server.stop();

    let output = rekey(&ledger);
    assert!(output.status.success(), "{}", said(&output));
    assert_ne!(std::fs::read_to_string(&file).unwrap(), former);
    assert!(!file.with_extension("key.former").exists());
    let server: Server = ledger.serve().await;
    assert_eq!(shown(&server.client).await, before);
    server.stop();
    ledger.replay_and_verify();
    // The former key opens nothing any more, and the program says so in time.
    std::fs::write(&file, former).unwrap();
    let output = quittance(&["head", "--data", ledger.data()])
        .output()
        .unwrap();
    assert!(
        said(&output).contains("not the master key"),
        "{}",
        said(&output)
    );
}

/// A key that neither master key opens is named, and not passed over.
#[tokio::test]
async fn a_lost_key_is_named() {
    let server = TestServer::start().await;
    place(&server.admin).await;
    let admin = server.database.admin().await;
    let spoil = "UPDATE book.consumer_keys SET wrapped_key = '\\x00' RETURNING consumer_id";
    let lost: uuid::Uuid = admin.query_one(spoil, &[]).await.unwrap().get(0);
    let ended = begun(&server).await.finish(&both(), |_| {}).await;
    assert!(
        matches!(ended, Err(KeyringError::Lost(id)) if id == lost),
        "{ended:?}"
    );
}

/// A server whose connections have gone must not write keys that only the former master key opens.
#[tokio::test]
async fn a_server_that_comes_back_after_the_change_wraps_nothing_by_the_former_key() {
    let server = TestServer::start().await;
    place(&server.admin).await;
    let changed = begun(&server).await.finish(&both(), |_| {}).await;
    assert_eq!(changed.unwrap().wrapped, 1);
    let body = json!({ "email": "late@keyes.example", "firstName": "Late" });
    for _ in 0..3 {
        let late = server.admin.post("/api/v1/external/customers", &body).await;
        late.expect(503);
    }
    let admin = server.database.admin().await;
    let sql = "SELECT count(*) FROM book.consumer_keys";
    let keys: i64 = admin.query_one(sql, &[]).await.unwrap().get(0);
    assert_eq!(keys, 1);
}

/// Postgres restarts under a program that works with the former key, which stays known to others.
#[tokio::test]
async fn a_lock_that_went_with_its_connection_is_taken_again() {
    let server = TestServer::start().await;
    let database = server.database.database();
    let only = MasterKeys::only(key(MASTER_KEY));
    let (_, held) = keyring::open(&database, only.clone()).await.unwrap();
    cut(&server).await;
    let mut refused = false;
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let begun = Rekeying::begin(&database, &key(MASTER_KEY)).await;
        refused = matches!(begun, Err(KeyringError::InUse));
        if refused {
            break;
        }
    }
    assert!(refused, "nobody knows that the former key is in use");
    drop(held);

    // One that comes too late says so, and does not go on as if it had the ledger's key.
    let (_, mut held) = keyring::open(&database, only).await.unwrap();
    let rekeying = begun(&server).await;
    rekeying.finish(&both(), |_| {}).await.unwrap();
    let lost = tokio::time::timeout(Duration::from_secs(10), held.lost()).await;
    assert!(matches!(lost, Ok(KeyringError::OtherMasterKey)), "{lost:?}");
}

/// Creditors who come while the former key is being given up are not passed over.
#[tokio::test]
async fn a_creditor_who_comes_meanwhile_is_wrapped_anew_too() {
    let server = TestServer::start().await;
    let rekeying = begun(&server).await;
    let late = server.creditor_named("Late").await;
    let admin = server.database.admin().await;
    let sql = "SELECT wrapped_key FROM book.ledger_key";
    let ledger: Vec<u8> = admin.query_one(sql, &[]).await.unwrap().get(0);
    let keyring = Keyring::of(MasterKeys::only(key(MASTER_KEY)), &ledger).unwrap();
    let (_, wrapped) = keyring.new_consumer_key(late.0).unwrap();
    let sql = "INSERT INTO book.consumer_keys (creditor_id, consumer_id, wrapped_key)
        VALUES ($1, $1, $2)";
    admin.execute(sql, &[&late.0, &wrapped]).await.unwrap();
    let done = rekeying.finish(&both(), |_| {}).await.unwrap();
    assert_eq!(done.wrapped, 1);
}

/// The digits and names that the other tests look for are nowhere to begin with.
#[tokio::test]
async fn nothing_personal_is_readable_in_the_database() {
    let server = TestServer::start().await;
    place(&server.admin).await;
    let dump = Dump::of(&server.database.admin().await).await;
    for text in ["Rosalind", "Keyes", "keyes.example"] {
        assert_eq!(dump.tables_with(text), [""; 0], "{text}");
    }
    // The account's own number is not personal, and is there to be found.
    assert!(dump.tables_with("R-1").contains(&"book.events"));
}
