//! What the ledger sends, verified by the libraries that integrators use.
//!
//! `replay-tests/webhooks/libraries/install FOLDER` puts them into a folder; `./test` does that and
//! names the folder in `QUITTANCE_WEBHOOK_LIBRARIES`.

use crate::office::{HOOKS, Office, all};
use crate::receiver::{Received, Receiver};
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The libraries' folder; `None`, said aloud, when they are not installed.
#[allow(clippy::print_stderr, reason = "what was not tried is said")]
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("QUITTANCE_WEBHOOK_LIBRARIES");
    if folder.is_none() {
        eprintln!("SKIPPED: QUITTANCE_WEBHOOK_LIBRARIES names no libraries");
    }
    folder.map(PathBuf::from)
}

/// Runs a library on a request.
fn verify(mut library: Command, received: &Received, secret: &str, body: &str) -> Output {
    let headers: serde_json::Map<String, Value> = received
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap())))
        .collect();
    let request = json!({ "secret": secret, "headers": headers, "body": body });
    let mut child = library
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(request.to_string().as_bytes()).unwrap();
    drop(input);
    child.wait_with_output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_libraries_of_pypi_and_npm_verify_every_format() {
    let Some(folder) = folder() else { return };
    let python = || {
        let mut python = Command::new(folder.join("venv/bin/python3"));
        python.arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/webhooks/libraries/verify.py"
        ));
        python
    };
    let node = || {
        let mut node = Command::new("node");
        node.arg(folder.join("verify.mjs"));
        node
    };
    let office = Office::open().await;
    for format in ["standard", "servicing", "plans", "creditor"] {
        let receiver = Receiver::start().await;
        let (hook, test) = match format {
            "creditor" => {
                let path = "/api/v1/creditor/webhooks";
                let hook = json!({ "url": receiver.url() });
                let hook = office.admin().post(path, &hook).await.expect(201);
                (hook, format!("{path}/test"))
            }
            _ => {
                let hook = office.hook(&receiver, json!({ "format": format })).await;
                let test = format!("{HOOKS}/{}/test", hook["id"].as_str().unwrap());
                (hook, test)
            }
        };
        let tested = office.admin().post(&test, &json!({})).await;
        assert!(tested.status.is_success(), "{format}: {}", tested.text());
        let received = receiver.wait(1).await.remove(0);
        let secret = hook["secret"].as_str().unwrap();
        let body = std::str::from_utf8(&received.body).unwrap();
        for library in [&python as &dyn Fn() -> Command, &node] {
            let output = verify(library(), &received, secret, body);
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{format}: {told}");
            let payload: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(payload, received.json());
            // What was tampered with is refused, and so is another secret.
            let tampered = verify(library(), &received, secret, &format!("{body} "));
            assert!(!tampered.status.success(), "{format}");
            let other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
            let forged = verify(library(), &received, other, body);
            assert!(!forged.status.success(), "{format}");
        }
        if format != "creditor" {
            office.deliveries(&hook, all("delivered")).await;
        }
    }
}
