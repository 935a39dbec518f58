//! Evidence over HTTP: a bundle that verifies, and the head of the book.

use super::{PLACE, flat};
use quittance_evidence::verify::{Known, verify};
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use quittance_store::signing::PublicKey;

const BUNDLE: &str = "/api/v1/creditor/evidence";
const HEAD: &str = "/api/v1/creditor/evidence/head";

#[tokio::test]
async fn a_bundle_verifies_and_extends_the_head_that_was_published() {
    let server = TestServer::start().await;
    server.admin.post(PLACE, &flat("R-1")).await.expect(201);
    let head = server.admin.get(HEAD).await.expect(200);
    server.admin.post(PLACE, &flat("R-2")).await.expect(201);
    let key: PublicKey = head["publicKey"].as_str().unwrap().parse().unwrap();
    let published = head["head"].as_str().unwrap();
    let signature = hex::decode(head["signature"].as_str().unwrap()).unwrap();
    let text = format!("quittance-head-1\n{}\n{published}\n", server.creditor);
    assert!(key.has_signed(text.as_bytes(), &signature));

    let response = server.admin.get(BUNDLE).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-type"), Some("application/zip"));
    let file = std::env::temp_dir().join(format!("{}.zip", server.database.name));
    std::fs::write(&file, &response.body).unwrap();
    let known = Known {
        key: Some(key),
        head: None,
        extends: Some(published.parse().unwrap()),
    };
    let report = verify(&file, known, |_, _| {}).unwrap();
    assert!(report.is_clean(), "{report:#?}");
    assert_eq!(report.accounts, 2);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(response.body)).unwrap();
    for place in 0..zip.len() {
        let mut text = Vec::new();
        let mut file = zip.by_index(place).unwrap();
        std::io::copy(&mut file, &mut text).unwrap();
        let text = String::from_utf8_lossy(&text);
        assert!(
            !text.contains("member@example.com"),
            "what is personal is sealed"
        );
    }
    std::fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn days_without_events_and_what_is_no_day_are_refused() {
    let server = TestServer::start().await;
    for (query, field) in [
        ("to=2001-01-01", "to"),
        ("from=2199-01-01", "to"),
        ("from=yesterday", "from"),
    ] {
        let refused = server.admin.get(&format!("{BUNDLE}?{query}")).await;
        let body = refused.expect(400);
        assert!(body.to_string().contains(&format!("\"{field}\"")), "{body}");
    }
    let officer = server.client(KeyRole::LoanOfficer).await;
    officer.get(BUNDLE).await.expect(403);
    officer.get(HEAD).await.expect(403);
}

#[tokio::test]
async fn the_journal_is_written_in_every_form() {
    let server = TestServer::start().await;
    server.admin.post(PLACE, &flat("R-1")).await.expect(201);
    for (format, begins) in [
        ("hledger", "; The journal of Test Creditor"),
        ("ledger", "; The journal of Test Creditor"),
        (
            "beancount",
            "option \"title\" \"The journal of Test Creditor\"",
        ),
        ("csv", "sequence,line,event,"),
    ] {
        let path = format!("/api/v1/creditor/journal/export?format={format}");
        let response = server.admin.get(&path).await;
        assert_eq!(response.status, 200);
        let text = response.text();
        assert!(text.starts_with(begins), "{format}: {text}");
        assert!(text.contains("5280.00"), "{format}: {text}");
    }
    let refused = server
        .admin
        .get("/api/v1/creditor/journal/export?format=xlsx")
        .await;
    assert!(refused.expect(400).to_string().contains("\"format\""));
    let viewer = server.client(KeyRole::Viewer).await;
    viewer
        .get("/api/v1/creditor/journal/export")
        .await
        .expect(403);
}
