//! A bundle of an untouched book verifies: in the program, in Python alone, and by common tools.

use super::forge::{Forged, archive, folder, key};
use crate::ledger::Ledger;
use quittance_evidence::bundle::Days;
use quittance_evidence::verify::{Check, Known, Standing, verify};
use quittance_replay_tests::program::quittance;
use std::path::Path;
use std::process::{Command, Output};

/// The second verifier.
pub fn python(arguments: &[&str]) -> Output {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/verify.py");
    // Isolated: no installed package, no environment, nothing of the user's.
    Command::new("python3")
        .args(["-I", script])
        .args(arguments)
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(both).unwrap()
}

#[tokio::test]
async fn a_bundle_of_an_untouched_book_verifies() {
    let ledger = Ledger::filled().await;
    let key = key(&ledger).await;
    let archive = archive(&ledger, &key, Days::default()).await;
    let folder = folder();
    let file = folder.join("bundle.zip");
    std::fs::write(&file, &archive).unwrap();
    let head = Forged::of(&archive).head();
    let known = Known {
        key: Some(key.public()),
        head: Some(head),
        extends: Some(head),
    };
    let report = verify(&file, known, |_, _| {}).unwrap();
    assert!(report.is_clean(), "{report:#?}");
    for check in Check::ALL {
        assert_eq!(report.standing(check), Standing::Fine, "{check:?}");
    }
    assert_eq!(report.accounts, 9);
    assert!(report.splits >= 9 && report.restatements >= 3 && report.lines > 50);
    let (file, head) = (file.to_str().unwrap(), head.to_string());
    by_the_program(file, &key.public().to_string(), &head);
    by_python(file, &key.public().to_string(), &head);
    let unpacked = folder.join("unpacked");
    std::fs::create_dir(&unpacked).unwrap();
    Forged::of(&archive).write(&unpacked);
    assert!(verify(&unpacked, known, |_, _| {}).unwrap().is_clean());
    assert!(python(&[unpacked.to_str().unwrap()]).status.success());
    by_openssl(&unpacked);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Nothing but the file: no ledger, no data folder, no database.
fn by_the_program(file: &str, key: &str, head: &str) {
    let arguments = ["verify", file, "--key", key, "--extends", head];
    let output = quittance(&arguments).current_dir("/").output().unwrap();
    let told = text(&output);
    assert!(output.status.success(), "{told}");
    assert!(told.ends_with("verified\n"), "{told}");
    assert!(told.contains("signed by the known key"), "{told}");
    let stranger = "0".repeat(64);
    let arguments = ["verify", file, "--key", &stranger, "--json"];
    let output = quittance(&arguments).current_dir("/").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["checks"]["signature"]["standing"], "wrong");
    assert_eq!(json["checks"]["tables"]["standing"], "fine");
}

fn by_python(file: &str, key: &str, head: &str) {
    let output = python(&[file, "--key", key, "--extends", head, "--expect-head", head]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).starts_with("verified: "), "{}", text(&output));
    let other = format!("1:{}", "0".repeat(64));
    let output = python(&[file, "--extends", &other]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output).starts_with("anchor: event 1 "),
        "{}",
        text(&output)
    );
    let output = python(&[file, "--key", &"0".repeat(64)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output).starts_with("signature: "),
        "{}",
        text(&output)
    );
}

/// The signature is one that common tools know; a machine without openssl has nothing to try.
fn by_openssl(folder: &Path) {
    let arguments = "pkeyutl -verify -pubin -inkey signing-key.pem -rawin -in manifest.json \
        -sigfile manifest.sig";
    let output = Command::new("openssl")
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output();
    if let Ok(output) = output {
        assert!(output.status.success(), "{}", text(&output));
    }
}

#[tokio::test]
async fn the_key_is_made_once_and_is_an_event() {
    let ledger = Ledger::filled().await;
    let (one, two) = tokio::join!(key(&ledger), key(&ledger));
    assert_eq!(one.public(), two.public());
    let archive = archive(&ledger, &one, Days::default()).await;
    let events = Forged::of(&archive).events();
    let made: Vec<_> = events
        .iter()
        .filter(|event| event.event_type == "signing_key.made")
        .collect();
    assert_eq!(made.len(), 1);
    assert!(made[0].payload.contains(&one.public().to_string()));
}

#[tokio::test]
async fn what_is_no_bundle_is_said_to_be_none() {
    let folder = folder();
    let file = folder.join("nothing.zip");
    std::fs::write(&file, "PK and nothing else").unwrap();
    for path in [folder.join("absent"), file, folder.clone()] {
        let path = path.to_str().unwrap();
        let output = quittance(&["verify", path]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", text(&output));
        assert!(text(&output).contains(path), "{}", text(&output));
        assert!(!python(&[path]).status.success());
    }
    std::fs::remove_dir_all(folder).unwrap();
}
