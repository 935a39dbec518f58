//! A server in the test's own process: the real router, writer and read models.

use crate::{Client, TestDatabase};
use axum::ServiceExt;
use quittance_api::{App, Settings};
use quittance_domain::journal::Books;
use quittance_domain::{AccountId, CreditorId};
use quittance_projections::ReadModels;
use quittance_store::keys::{KeyRole, NewKey, mint};
use quittance_store::seal::{Keyring, MasterKey, MasterKeys};
use quittance_store::{Database, Registrar, Role, Writer, WriterOptions, creditors};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;

/// A ledger being served, with one creditor and its admin.
#[derive(Debug)]
pub struct TestServer {
    pub database: TestDatabase,
    pub address: SocketAddr,
    pub creditor: CreditorId,
    pub admin: Client,
    pub writer: Writer,
}

/// Any key will do: nothing sealed in a test is opened by another.
pub const MASTER_KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

impl TestServer {
    pub async fn start() -> TestServer {
        let database = TestDatabase::new().await;
        TestServer::on(database).await
    }

    /// A server that is run in another way than by default.
    pub async fn with(settings: Settings) -> TestServer {
        TestServer::serving(TestDatabase::new().await, settings).await
    }

    /// Serves a ledger on a database that may have been used before.
    pub async fn on(database: TestDatabase) -> TestServer {
        TestServer::serving(database, Settings::default()).await
    }

    async fn serving(database: TestDatabase, settings: Settings) -> TestServer {
        let (address, writer) = serve(&database, settings).await;
        let creditor = register(&database, "Test Creditor").await;
        let key = key(&database, creditor, KeyRole::Admin, &[]).await;
        let admin = Client {
            address,
            key: Some(key),
            headers: Vec::new(),
        };
        TestServer {
            database,
            address,
            creditor,
            admin,
            writer,
        }
    }

    /// A client of this server's creditor with a role.
    pub async fn client(&self, role: KeyRole) -> Client {
        let key = key(&self.database, self.creditor, role, &[]).await;
        Client {
            key: Some(key),
            ..self.admin.clone()
        }
    }

    /// The admin of another creditor on the same server.
    pub async fn stranger(&self) -> Client {
        let creditor = register(&self.database, "Stranger").await;
        let key = key(&self.database, creditor, KeyRole::Admin, &[]).await;
        Client {
            key: Some(key),
            ..self.admin.clone()
        }
    }

    /// Another creditor on the same server.
    pub async fn creditor_named(&self, name: &str) -> CreditorId {
        register(&self.database, name).await
    }

    /// A second server on the same database.
    pub async fn second(&self) -> Client {
        let (address, _) = serve(&self.database, Settings::default()).await;
        Client {
            address,
            ..self.admin.clone()
        }
    }

    /// A loan, created and disbursed on the day it starts.
    pub async fn loan(&self, principal: &str, rate: &str, start: &str) -> Value {
        self.loan_with(json!({
            "principal_amount": principal,
            "interest_rate": rate,
            "start_date": start,
        }))
        .await
    }

    /// A loan by its create body, disbursed on the day it starts.
    pub async fn loan_with(&self, body: Value) -> Value {
        let loan = self.admin.post("/api/v1/loans", &body).await.expect(201);
        let path = format!("/api/v1/loans/{}/disburse", loan["id"].as_str().unwrap());
        let day = json!({ "effective_date": loan["start_date"] });
        self.admin.post(&path, &day).await.expect(200);
        loan
    }

    /// Replays everything and compares it with what is stored.
    pub async fn verify(&self) {
        let client = self.database.role("quittance_reader").await;
        let set = format!("SET quittance.creditors = '{}'", self.creditor);
        client.batch_execute(&set).await.unwrap();
        let verified = quittance_store::events::verify_book(&client, self.creditor, |_, _| {})
            .await
            .unwrap();
        assert_eq!(verified.broken, None);
        let database = self.database.database();
        let replayed =
            quittance_projections::replay::replay(&database, &[self.creditor], &mut |_| {})
                .await
                .unwrap();
        assert!(replayed.is_clean(), "{replayed:#?}");
    }

    /// How many events of a type the book holds.
    pub async fn count_events(&self, event_type: &str) -> i64 {
        let admin = self.database.admin().await;
        let sql = "SELECT count(*) FROM book.events WHERE creditor_id = $1 AND type = $2";
        admin
            .query_one(sql, &[&self.creditor.0, &event_type])
            .await
            .unwrap()
            .get(0)
    }
}

async fn serve(database: &TestDatabase, settings: Settings) -> (SocketAddr, Writer) {
    let ledger = database.database();
    let options = WriterOptions::default();
    let keyring = keyring(&ledger).await;
    let models = Arc::new(ReadModels);
    let writer = Writer::start(&ledger, Some(&keyring), models, options);
    let writer = writer.await.unwrap();
    let readers = ledger.readers(4).unwrap();
    let registrar = Registrar::new(&ledger).unwrap();
    let app = App::new(writer.clone(), readers, registrar, keyring, settings);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let entrance = quittance_api::router(app);
    let service = entrance.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    (address, writer)
}

/// The keys of a test's ledger.
pub async fn keyring(database: &Database) -> Keyring {
    let master = MasterKeys::only(MasterKey::from_hex(MASTER_KEY).unwrap());
    let (keyring, _) = quittance_store::keyring::open(database, master)
        .await
        .unwrap();
    keyring
}

async fn register(database: &TestDatabase, name: &str) -> CreditorId {
    let mut client = database.database().connect(Role::Writer).await.unwrap();
    creditors::register(&mut client, name, Books::Owner, "test")
        .await
        .unwrap()
}

/// Mints a key.
pub async fn key(
    database: &TestDatabase,
    creditor: CreditorId,
    role: KeyRole,
    scopes: &[String],
) -> String {
    let mut client = database.database().connect(Role::Writer).await.unwrap();
    let new = NewKey {
        name: "test",
        role,
        scopes,
        expires_at: None,
    };
    mint(&mut client, creditor, new, "test").await.unwrap().key
}

/// The account id of a loan object.
pub fn account_id(loan: &Value) -> AccountId {
    AccountId(loan["id"].as_str().unwrap().parse().unwrap())
}
