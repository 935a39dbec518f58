//! Keys and users from the command line.

use quittance_replay_tests::program::quittance;
use quittance_replay_tests::{Client, TestServer};
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;

/// What a run prints, once it has succeeded.
fn run(server: &TestServer, arguments: &[&str], stdin: &str) -> String {
    let url = server.database.database().url().to_owned();
    let mut all = arguments.to_vec();
    all.extend(["--database-url", &url]);
    let mut command = quittance(&all);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(stdin.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

async fn log_in(client: &Client, password: &str) -> u16 {
    let body = json!({ "email": "ann@creditor.test", "password": password });
    let login = client.post("/api/auth/creditor/login", &body).await;
    login.status.as_u16()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_is_added_given_another_password_and_shut_out() {
    let server = TestServer::start().await;
    let creditor = server.creditor.to_string();
    let client = server.admin.anonymous();
    let who = ["--creditor", creditor.as_str(), "ann@creditor.test"];
    let user = |verb: &'static str, rest: &[&'static str]| {
        [&["user", verb][..], &who[..], rest].concat().join(" ")
    };
    let user = |verb, rest: &[&'static str], stdin: &str| {
        let line = user(verb, rest);
        let arguments: Vec<&str> = line.split(' ').collect();
        run(&server, &arguments, stdin)
    };
    // The password is made, and printed this once.
    let made = user("add", &["--role", "admin"], "");
    assert_eq!(log_in(&client, &made).await, 200);
    let printed = user(
        "password",
        &["--password-stdin"],
        "correct horse battery staple\n",
    );
    assert_eq!(printed, "");
    assert_eq!(log_in(&client, &made).await, 401);
    assert_eq!(log_in(&client, "correct horse battery staple").await, 200);
    user("disable", &[], "");
    assert_eq!(log_in(&client, "correct horse battery staple").await, 401);
    let listed = run(
        &server,
        &["user", "list", "--creditor", &creditor, "--json"],
        "",
    );
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed[0]["email"], "ann@creditor.test");
    assert!(listed[0]["disabled_at"].is_string());
    server.verify().await;
}

/// By another process: a server that knew the key stops taking it within five seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_minted_listed_and_revoked() {
    let server = TestServer::start().await;
    let creditor = server.creditor.to_string();
    let of = ["--creditor", creditor.as_str()];
    let minted = run(
        &server,
        &[&["key", "create", "--json"][..], &of[..]].concat(),
        "",
    );
    let minted: Value = serde_json::from_str(&minted).unwrap();
    let mut client = server.admin.clone();
    client.key = Some(minted["key"].as_str().unwrap().to_owned());
    client.get("/api/v1/loans").await.expect(200);
    let id = minted["id"].as_str().unwrap();
    let listed = run(&server, &[&["key", "list"][..], &of[..]].concat(), "");
    assert!(listed.contains(id), "{listed}");
    run(
        &server,
        &[&["key", "revoke"][..], &of[..], &[id]].concat(),
        "",
    );
    let revoked = std::time::Instant::now();
    while client.get("/api/v1/loans").await.status.as_u16() != 401 {
        assert!(revoked.elapsed().as_secs() < 6, "the key still opens");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// A server that is running takes note of it within five seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_is_closed_to_a_creditor_and_opened_again() {
    let server = TestServer::start().await;
    let creditor = server.creditor.to_string();
    let path = "/api/v1/accounts.php";
    server.admin.get(path).await.expect(200);
    for (switch, status) in [("off", 403), ("on", 200)] {
        let line = ["creditor", "api-access", &creditor, "--contracts", switch];
        assert_eq!(run(&server, &line, ""), "");
        let since = std::time::Instant::now();
        while server.admin.get(path).await.status != status {
            assert!(since.elapsed().as_secs() < 10, "it is not {switch}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }
    assert_eq!(server.count_events("api_access.set").await, 2);
    server.verify().await;
}
