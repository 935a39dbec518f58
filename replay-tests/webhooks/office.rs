//! A ledger whose webhooks are sent.

use crate::receiver::Receiver;
use quittance_api::Settings;
use quittance_replay_tests::program::program;
use quittance_replay_tests::server::keyring;
use quittance_replay_tests::{Client, TestServer};
use quittance_store::egress::Reach;
use quittance_store::ids;
use quittance_worker::webhooks::{Options, keep_delivering};
use serde_json::{Value, json};
use std::process::Child;
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

pub const HOOKS: &str = "/api/v1/webhooks";

/// A ledger with a worker.
pub struct Office {
    pub server: TestServer,
    pub worker: JoinHandle<()>,
}

/// Options by which nothing takes long.
pub fn quick() -> Options {
    Options {
        reach: Reach::Anywhere,
        retries: Some(vec![Duration::from_millis(50); 3]),
        timeout: Some(Duration::from_millis(800)),
    }
}

impl Office {
    pub async fn open() -> Office {
        Office::with(quick()).await
    }

    pub async fn with(options: Options) -> Office {
        let server = ledger().await;
        let worker = work(&server, options);
        Office { server, worker }
    }

    pub fn admin(&self) -> &Client {
        &self.server.admin
    }

    /// An endpoint of the servicing surface.
    pub async fn hook(&self, receiver: &Receiver, body: Value) -> Value {
        let mut body = body;
        body["url"] = json!(receiver.url());
        self.admin().post(HOOKS, &body).await.expect(201)
    }

    /// A loan without interest, disbursed.
    pub async fn loan(&self) -> Value {
        self.server.loan("100000.00", "0", "2026-01-01").await
    }

    pub async fn pay(&self, loan: &Value, amount: &str) -> Value {
        let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
        let body = json!({
            "amount": amount, "payment_method": "ach", "effective_date": "2026-02-01",
        });
        self.admin().post(&path, &body).await.expect(201)
    }

    /// The deliveries of an endpoint once they satisfy a condition.
    pub async fn deliveries(&self, hook: &Value, done: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let path = format!(
            "{HOOKS}/{}/deliveries?limit=100",
            hook["id"].as_str().unwrap()
        );
        let begun = Instant::now();
        loop {
            let listed = self.admin().get(&path).await.expect(200);
            let listed = listed.as_array().unwrap().clone();
            if done(&listed) {
                return listed;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{listed:#?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The endpoint once it satisfies a condition.
    pub async fn endpoint(&self, hook: &Value, done: impl Fn(&Value) -> bool) -> Value {
        let path = format!("{HOOKS}/{}", hook["id"].as_str().unwrap());
        let begun = Instant::now();
        loop {
            let shown = self.admin().get(&path).await.expect(200);
            if done(&shown) {
                return shown;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{shown:#?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A ledger that nobody sends webhooks of.
pub async fn ledger() -> TestServer {
    TestServer::with(Settings {
        webhook_reach: Reach::Anywhere,
        ..Settings::default()
    })
    .await
}

/// A worker of its own on the server's database.
pub fn work(server: &TestServer, options: Options) -> JoinHandle<()> {
    let database = server.database.database();
    let writer = server.writer.clone();
    tokio::spawn(async move {
        let keyring = keyring(&database).await;
        keep_delivering(database, writer, keyring, options).await;
    })
}

/// The program itself on the server's database, sending webhooks to this machine; a receiver may take
/// as long as `timeout` says.
pub async fn serve(server: &TestServer, timeout: &str) -> Child {
    let name = format!("quittance-ready-{}", ids::new_id(ids::now()));
    let ready = std::env::temp_dir().join(name);
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--no-sample-data"];
    let mut child = program(server, &arguments)
        .args(["--allow-private-webhooks", "--webhook-timeout", timeout])
        .arg("--ready-file")
        .arg(&ready)
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while !ready.exists() {
        assert!(child.try_wait().unwrap().is_none(), "the server ended");
        let waited = begun.elapsed();
        assert!(waited < Duration::from_secs(60), "the server is not ready");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    std::fs::remove_file(ready).unwrap();
    child
}

/// Whether every delivery has ended as this says.
pub fn all(state: &'static str) -> impl Fn(&[Value]) -> bool {
    move |listed| !listed.is_empty() && listed.iter().all(|delivery| delivery["state"] == state)
}
