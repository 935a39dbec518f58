//! The quick starts of `docs/surfaces.md`, run as they stand there.

use quittance_replay_tests::TestServer;
use std::path::Path;
use std::process::Command;

const DOCUMENT: &str = include_str!("../../docs/surfaces.md");

/// What the first commands of the document say where the ledger is; here it is the test's.
const SETTING: &str = "KEY=$(cat data/api.key)\n";

/// The commands of a block in the language `sh`.
fn blocks() -> Vec<&'static str> {
    let opened = DOCUMENT.split("```sh\n").skip(1);
    opened
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect()
}

/// The keys that the comments of a block show in replies.
fn shown_keys(block: &str) -> Vec<String> {
    let comments = block.lines().filter(|line| line.starts_with("# "));
    let mut keys = Vec::new();
    for comment in comments {
        let texts: Vec<&str> = comment.split('"').collect();
        let named = texts.windows(2).skip(1).step_by(2);
        keys.extend(
            named
                .filter(|pair| pair[1].starts_with(':'))
                .map(|pair| format!("\"{}\":", pair[0])),
        );
    }
    keys
}

/// Runs commands in a shell; a reply that is no success ends it.
fn run(commands: &str, folder: &Path) -> String {
    let guarded =
        "set -euo pipefail\ncurl() { command curl --fail-with-body --show-error \"$@\"; }\n";
    let ran = Command::new("bash")
        .args(["-c", &format!("{guarded}{commands}")])
        .current_dir(folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ran.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{commands}\n{told}\n{complaint}");
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_the_document_does_what_it_says() {
    let server = TestServer::start().await;
    let url = format!("http://{}", server.address);
    let key = server.admin.key.clone().unwrap();
    let blocks = blocks();
    assert!(blocks[0].contains(SETTING), "{}", blocks[0]);
    let helpers = blocks[0].split_once(SETTING).unwrap().1;
    let folder = std::env::temp_dir().join(&server.database.name);
    std::fs::create_dir_all(&folder).unwrap();
    for block in &blocks[1..] {
        let script = format!("URL={url}\nKEY={key}\n{helpers}\n{block}");
        let place = folder.clone();
        let told = tokio::task::spawn_blocking(move || run(&script, &place));
        let told = told.await.unwrap();
        let keys = shown_keys(block);
        assert!(!keys.is_empty(), "{block}");
        for key in keys {
            assert!(
                told.contains(&key),
                "{block}\nsays {key}, and not so:\n{told}"
            );
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    server.verify().await;
}
