//! Erasing a consumer.

use quittance_replay_tests::dump::Dump;
use quittance_replay_tests::program::quittance;
use quittance_replay_tests::server::{MASTER_KEY, keyring};
use quittance_replay_tests::{Client, TestServer};
use serde_json::{Value, json};
use tokio_postgres::Client as Postgres;
use uuid::Uuid;

/// What nobody may read any more; none of it occurs elsewhere.
const SECRETS: [&str; 8] = [
    "Rosalind",
    "Keyes-Marchetti",
    "rosalind@keyes.example",
    "+12025550147",
    "94110",
    "she asked for Tuesdays",
    "never had the card",
    "spoke with her sister",
];

/// Rosalind, with an account and everything that people write about one, and an invoice.
pub struct Told {
    pub server: TestServer,
    /// The path of her account.
    pub account: String,
    pub consumer: Uuid,
}

pub async fn told() -> Told {
    let server = TestServer::start().await;
    let admin = &server.admin;
    let placed = admin
        .post("/api/v1/creditor/place-account", &rosalind("R-1"))
        .await
        .expect(201);
    let account = format!(
        "/api/v1/creditor/accounts/{}",
        placed["accountId"].as_str().unwrap()
    );
    let note = json!({ "note": "she asked for Tuesdays" });
    admin
        .post(&format!("{account}/notes"), &note)
        .await
        .expect(201);
    let dispute = json!({ "reason": "never had the card" });
    let path = format!("{account}/disputes");
    let filed = admin.post(&path, &dispute).await.expect(201);
    let resolution = json!({ "outcome": "verified", "resolution": "spoke with her sister" });
    let dispute = filed["id"]
        .as_str()
        .or(filed["disputeId"].as_str())
        .unwrap();
    let path = format!("/api/v1/creditor/disputes/{dispute}/resolve");
    admin.post(&path, &resolution).await.expect(200);
    let invoice = json!({
        "invoice_number": "I-1", "amount": 90.00, "issue_date": "2026-01-31", "due_date": "2027-01-31",
        "customer": { "email": "rosalind@keyes.example", "phone": "+12025550147" },
    });
    let billed = admin.post("/api/v1/external/accounts", &invoice).await;
    assert!(billed.status.is_success(), "{}", billed.text());
    // Somebody else, who stays.
    let john = json!({ "email": "john@stays.example", "firstName": "John" });
    admin
        .post("/api/v1/external/customers", &john)
        .await
        .expect(201);
    let database = server.database.admin().await;
    let sql = "SELECT DISTINCT consumer_id FROM views.accounts";
    // Found by her address, the invoice is hers.
    let row = database.query_one(sql, &[]).await.unwrap();
    Told {
        consumer: row.get(0),
        account,
        server,
    }
}

pub fn rosalind(number: &str) -> Value {
    json!({
        "consumer": {
            "first_name": "Rosalind", "last_name": "Keyes-Marchetti",
            "email": "rosalind@keyes.example", "phone": "+12025550147", "address_zip": "94110",
            "last4ssn": "4711",
        },
        "original_creditor": "First Bank", "principal_balance": 900.00,
        "account_type": "credit_card", "creditor_reference": number,
    })
}

/// Everything that surfaces show of accounts and people.
async fn shown(client: &Client, account: &str) -> String {
    let paths = [
        account,
        "/api/v1/creditor/accounts",
        "/api/v1/external/customers",
        "/api/v1/external/accounts",
        "/api/v1/creditor/audit-log",
        "/api/v1/accounts.php",
        "/api/v1/events?limit=1000",
    ];
    let mut shown = String::new();
    for path in paths {
        let reply = client.get(path).await;
        assert!(reply.status.is_success(), "{path}: {}", reply.text());
        shown += &reply.text();
    }
    shown
}

/// What every key that is left opens, of all that is sealed in the events.
async fn opened(server: &TestServer, admin: &Postgres) -> String {
    let keyring = keyring(&server.database.database()).await;
    let sql = "SELECT consumer_id, wrapped_key FROM book.consumer_keys";
    let keys: Vec<_> = admin.query(sql, &[]).await.unwrap();
    let keys: Vec<_> = keys
        .iter()
        .map(|row| keyring.unwrap(row.get(0), row.get(1)).unwrap())
        .collect();
    let sql = "SELECT payload ->> 'sealed' FROM book.events WHERE payload ->> 'sealed' <> ''";
    let mut opened = String::new();
    for row in admin.query(sql, &[]).await.unwrap() {
        for key in &keys {
            let plain = key.open(row.get(0)).unwrap_or_default();
            opened += &String::from_utf8(plain).unwrap();
        }
    }
    opened
}

async fn events(admin: &Postgres, until: i64) -> String {
    let sql = "SELECT string_agg(e::text, '' ORDER BY sequence) FROM book.events e
        WHERE sequence <= $1";
    admin.query_one(sql, &[&until]).await.unwrap().get(0)
}

#[tokio::test]
async fn an_erased_consumer_is_nowhere_and_the_book_still_holds() {
    let Told {
        server,
        account,
        consumer,
    } = told().await;
    let client = &server.admin;
    let admin = server.database.admin().await;
    let before = opened(&server, &admin).await;
    let seen = shown(client, &account).await;
    // Both of her accounts, though only one told of the number.
    let found = client.get("/api/v1/creditor/accounts?search=4711").await;
    assert_eq!(found.expect(200)["total"], 2);
    for secret in SECRETS {
        assert!(
            before.contains(secret),
            "{secret} is not in the book to begin with"
        );
    }
    assert!(seen.contains("Rosalind") && seen.contains("she asked for Tuesdays"));
    let sql = "SELECT sequence FROM book.books";
    let head: i64 = admin.query_one(sql, &[]).await.unwrap().get(0);
    let history = events(&admin, head).await;

    let path = format!("{account}/erase-consumer");
    let erasing = client.with("X-Request-Id", "erase-her");
    let erased = erasing.post(&path, &json!({})).await.expect(200);
    assert_eq!(erased["consumerId"], consumer.to_string());

    // No event has changed, and two have come.
    assert_eq!(events(&admin, head).await, history);
    assert_eq!(server.count_events("consumer.removed").await, 1);
    assert_eq!(server.count_events("consumer.erased").await, 1);
    server.verify().await;
    // What is left is the other customer's.
    let left = opened(&server, &admin).await;
    let seen = shown(client, &account).await;
    let dump = Dump::of(&admin).await;
    for secret in SECRETS {
        assert!(!left.contains(secret), "{secret} can still be opened");
        assert!(!seen.contains(secret), "{secret} is still shown");
        assert_eq!(dump.tables_with(secret), [""; 0], "{secret}");
    }
    assert!(left.contains("john@stays.example") && seen.contains("john@stays.example"));
    assert!(seen.contains("consumer.erased"));
    // Nor can she be found by what was known of her.
    let found = client.get("/api/v1/creditor/accounts?search=4711").await;
    assert_eq!(found.expect(200)["total"], 0);
    let sql = "SELECT count(*) FROM book.claims WHERE stream_id = $1";
    let names: i64 = admin.query_one(sql, &[&consumer]).await.unwrap().get(0);
    assert_eq!(names, 0);

    // What is handed to examiners says so, and can be verified.
    for report in ["loans", "maintenance"] {
        let path = format!("/api/v1/creditor/reports/{report}");
        let told = client.get(&path).await.text();
        assert!(
            report == "maintenance" || told.contains(",erased,"),
            "{told}"
        );
        assert!(!told.contains(&format!("{consumer},sealed,")), "{told}");
    }
    verify_bundle(&server, consumer).await;
    // The money is where it was.
    let kept = client.get(&account).await.expect(200);
    assert_eq!(kept["currentBalance"], 900.00);
    // Erased once: asked again in the same words it is the same answer, in others there is nobody.
    let again = erasing.post(&path, &json!({})).await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(again.expect(200), erased);
    client.post(&path, &json!({})).await.expect(404);
    let customer = format!("/api/v1/external/customers/{consumer}");
    client.get(&customer).await.expect(404);
    // Nothing more is written about her.
    let note = json!({ "note": "called again" });
    client
        .post(&format!("{account}/notes"), &note)
        .await
        .expect(409);
}

/// A bundle says whose data are erased, and what it says follows from its events.
async fn verify_bundle(server: &TestServer, consumer: Uuid) {
    let bundle = server.admin.get("/api/v1/creditor/evidence").await;
    let path = std::env::temp_dir().join(format!("quittance-erased-{consumer}.zip"));
    std::fs::write(&path, &bundle.body).unwrap();
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let mut accounts = String::new();
    let mut file = archive.by_name("accounts.csv").unwrap();
    std::io::Read::read_to_string(&mut file, &mut accounts).unwrap();
    assert_eq!(
        accounts.matches(&format!(",{consumer},erased,")).count(),
        2,
        "{accounts}"
    );
    let verified = quittance(&["verify", path.to_str().unwrap()])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&verified.stdout);
    assert!(verified.status.success(), "{told}");
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn whoever_comes_by_the_same_name_is_somebody_else() {
    let Told {
        server,
        account,
        consumer,
    } = told().await;
    let client = &server.admin;
    let path = format!("/api/v1/external/customers/{consumer}/erase");
    client.post(&path, &json!({})).await.expect(200);
    client
        .post("/api/v1/creditor/place-account", &rosalind("R-2"))
        .await
        .expect(201);
    let sql = "SELECT count(DISTINCT consumer_id) FROM views.accounts";
    let admin = server.database.admin().await;
    let consumers: i64 = admin.query_one(sql, &[]).await.unwrap().get(0);
    assert_eq!(consumers, 2);
    let found = client.get("/api/v1/creditor/accounts?search=4711").await;
    let found = found.expect(200);
    assert_eq!(found["accounts"][0]["firstName"], "Rosalind");
    assert_eq!(
        (
            found["total"].clone(),
            found["accounts"][0]["creditorReference"].clone()
        ),
        (json!(1), json!("R-2"))
    );
    let old = client.get(&account).await.expect(200).to_string();
    assert!(!old.contains("Rosalind"), "{old}");
    server.verify().await;
}

/// A second server of the ledger has never heard of the erasure, and shows nothing at once.
#[tokio::test]
async fn other_servers_show_nothing_at_once() {
    let Told {
        server, account, ..
    } = told().await;
    let second = server.second().await;
    assert!(shown(&second, &account).await.contains("Rosalind"));
    let path = format!("{account}/erase-consumer");
    server.admin.post(&path, &json!({})).await.expect(200);
    assert!(!shown(&second, &account).await.contains("Rosalind"));
    let note = json!({ "note": "called again" });
    second
        .post(&format!("{account}/notes"), &note)
        .await
        .expect(409);
    second.post(&path, &json!({})).await.expect(404);
}

#[tokio::test]
async fn one_who_is_removed_can_be_erased_by_an_admin_alone() {
    let Told {
        server, consumer, ..
    } = told().await;
    let customer = format!("/api/v1/external/customers/{consumer}");
    server.admin.delete(&customer).await.expect(200);
    let erase = format!("{customer}/erase");
    let officer = server
        .client(quittance_store::keys::KeyRole::LoanOfficer)
        .await;
    officer.post(&erase, &json!({})).await.expect(403);
    server.admin.post(&erase, &json!({})).await.expect(200);
    assert_eq!(server.count_events("consumer.removed").await, 1);
    server.admin.post(&erase, &json!({})).await.expect(404);
    server.verify().await;
}

#[tokio::test]
async fn the_command_line_erases_by_id_or_by_account() {
    let Told {
        server,
        account,
        consumer,
    } = told().await;
    let creditor = server.creditor.to_string();
    let run = |wish: &[&str]| {
        let mut command = quittance(&["consumer", "erase", "--creditor", &creditor, "--json"]);
        command.args(wish).env("QUITTANCE_MASTER_KEY", MASTER_KEY);
        command.arg("--database-url").arg(&server.database.url);
        command.output().unwrap()
    };
    let unknown = run(&["--account", "R-9"]);
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("no such consumer"));
    let erased = run(&["--account", "R-1"]);
    assert!(
        erased.status.success(),
        "{}",
        String::from_utf8_lossy(&erased.stderr)
    );
    let erased: Value = serde_json::from_slice(&erased.stdout).unwrap();
    assert_eq!(erased, json!({ "consumer": consumer, "accounts": 2 }));
    let again = run(&[&consumer.to_string()]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("erased before"));
    assert!(!shown(&server.admin, &account).await.contains("Rosalind"));
    server.verify().await;
}

/// Read rows made again from the events are those of a book whose consumer is erased.
#[tokio::test]
async fn a_rebuild_brings_nothing_back() {
    let Told {
        server, account, ..
    } = told().await;
    let path = format!("{account}/erase-consumer");
    server.admin.post(&path, &json!({})).await.expect(200);
    let database = server.database.database();
    database.migrate().await.unwrap();
    let outcome = quittance_projections::rebuild::rebuild(&database, &mut |_| {}).await;
    assert!(outcome.unwrap().is_clean());
    assert!(!shown(&server.admin, &account).await.contains("Rosalind"));
}
