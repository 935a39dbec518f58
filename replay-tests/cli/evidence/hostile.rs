//! Bundles altered by somebody who knows how verifiers and spreadsheets read, and who may hold the
//! creditor's own key: both verifiers find it, and say where.

use super::bundle::python;
use super::forge::{Effort, Forged, archive, folder, key};
use crate::ledger::Ledger;
use quittance_evidence::bundle::Days;
use quittance_evidence::manifest::{EVENTS, MANIFEST};
use quittance_evidence::verify::{Check, Known, VerifyError, verify};
use quittance_replay_tests::program::quittance;
use quittance_store::signing::SigningKey;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::{SimpleFileOptions, ZipWriter};

async fn real() -> (Forged, SigningKey) {
    let ledger = Ledger::filled().await;
    let key = key(&ledger).await;
    let forged = Forged::of(&archive(&ledger, &key, Days::default()).await);
    assert_eq!(found(&forged), (Vec::new(), String::new()));
    (forged, key)
}

/// The checks of the program that fail, and the first finding of the verifier in Python; nothing
/// when it finds nothing.
fn found(forged: &Forged) -> (Vec<Check>, String) {
    let folder = folder();
    forged.write(&folder);
    let checks = verify(&folder, Known::default(), |_, _| {}).unwrap();
    let told = second(&folder);
    std::fs::remove_dir_all(folder).unwrap();
    (checks.failed(), told)
}

/// The first finding of the verifier in Python.
fn second(bundle: &Path) -> String {
    let output = python(&[bundle.to_str().unwrap()]);
    let told = [output.stdout.as_slice(), &output.stderr].concat();
    let told = String::from_utf8(told).unwrap();
    assert!(!told.contains("Traceback"), "{told}");
    match output.status.code() {
        Some(0) => String::new(),
        _ => told.lines().next().unwrap_or_default().to_owned(),
    }
}

/// Both find it: the program in this check, the other with a finding that begins so.
#[track_caller]
fn both(name: &str, forged: &Forged, check: Check, second: &str) {
    let (checks, told) = found(forged);
    assert!(checks.contains(&check), "{name}: {checks:?}");
    assert!(told.starts_with(second), "{name}: {told:?}");
}

/// The lines of the events, changed as text and signed for.
fn with_lines(real: &Forged, key: &SigningKey, change: impl FnOnce(&mut String)) -> Forged {
    let mut text = real.text(EVENTS);
    change(&mut text);
    real.with_file(EVENTS, text, Effort::Signed, key)
}

/// The manifest, changed as text and signed for.
fn with_manifest(real: &Forged, key: &SigningKey, from: &str, to: &str) -> Forged {
    let text = real.text(MANIFEST);
    assert!(text.contains(from), "{text}");
    real.with_manifest(text.replacen(from, to, 1), key)
}

#[tokio::test]
async fn events_in_another_order_are_found_though_every_hash_is_made_to_fit() {
    let (real, key) = real().await;
    let mut events = real.events();
    events.swap(5, 25);
    for (event, sequence) in events.iter_mut().zip(1..) {
        event.sequence = sequence;
    }
    let forged = real.with_events(events, Effort::Rechained, &key);
    let expected = "chain: event 7 was recorded before the one ahead of it";
    both("swapped", &forged, Check::Chain, expected);
}

#[tokio::test]
async fn what_the_manifest_says_of_the_book_must_agree_with_itself() {
    let (real, key) = real().await;
    let book = real.manifest().book;
    let other = "ab".repeat(32);
    let head = format!("\"head_hash\": \"{}\"", book.head_hash);
    let theirs = format!("\"head_hash\": \"{other}\"");
    let sequence = format!("\"head_sequence\": {}", book.head_sequence);
    let before = "\"previous_hash\": \"";
    for (name, from, to) in [
        ("the head of another book", head.as_str(), theirs.as_str()),
        ("a head before the end", &sequence, "\"head_sequence\": 7"),
        (
            "no first event",
            "\"first_sequence\": 1",
            "\"first_sequence\": 0",
        ),
        ("a hash that is too long", before, "\"previous_hash\": \"00"),
        (
            "a hash with spaces",
            "\"previous_hash\": \"0000",
            "\"previous_hash\": \"00 00",
        ),
    ] {
        let forged = with_manifest(&real, &key, from, to);
        both(name, &forged, Check::Chain, "chain: manifest.json");
    }
}

/// A part of the book stands on the hash before it.
#[tokio::test]
async fn a_part_that_stands_on_another_hash_is_found_at_its_first_event() {
    let (real, key) = real().await;
    let events = real.events().split_off(10);
    let part = real.with_events(events, Effort::Signed, &key);
    let first = "\"first_sequence\": 1";
    let text = part.text(MANIFEST).replace("\"first_sequence\":1,", first);
    let text = text.replacen(first, "\"first_sequence\":11,", 1);
    let forged = part.with_manifest(text, &key);
    let expected = "chain: event 11 is not what was hashed";
    both("on zeros", &forged, Check::Chain, expected);
}

#[tokio::test]
async fn a_name_that_stands_twice_is_refused() {
    let (real, key) = real().await;
    let line = "\"actor\":\"";
    let forged = with_lines(&real, &key, |text| {
        *text = text.replacen(line, "\"actor\":\"x\",\"actor\":\"", 1);
    });
    both(
        "in an event",
        &forged,
        Check::Chain,
        "chain: events.jsonl line 1: ",
    );
    // In the manifest: which of the two counts depends on who reads.
    let twice = "\"creditor\": \"00000000-0000-0000-0000-000000000000\",\n  \"creditor\": ";
    let forged = with_manifest(&real, &key, "\"creditor\": ", twice);
    let folder = folder();
    forged.write(&folder);
    let told = verify(&folder, Known::default(), |_, _| {}).unwrap_err();
    assert!(matches!(told, VerifyError::NotABundle(_)), "{told}");
    assert!(told.to_string().contains("duplicate field"), "{told}");
    let told = second(&folder);
    assert!(told.contains("has the name 'creditor' twice"), "{told}");
    std::fs::remove_dir_all(folder).unwrap();
    // In a payload, with everything else made to fit: it can be read in two ways, so in none.
    let mut events = real.events();
    let paid = events
        .iter_mut()
        .find(|event| event.event_type == "payment.received")
        .unwrap();
    paid.payload = paid.payload.replacen('{', "{\"amount\":1,", 1).into();
    let forged = real.with_events(events, Effort::Rechained, &key);
    let checks = forged.failed();
    assert!(checks.contains(&Check::Facts), "{checks:?}");
}

/// What reads the same and is written in another way is no line of a bundle.
#[tokio::test]
async fn a_line_that_is_written_in_another_way_is_found() {
    let (real, key) = real().await;
    let last = real.events().len();
    type Change = fn(&mut String);
    let cases: [(&str, Change, usize); 7] = [
        ("a blank line at the end", |it| it.push('\n'), last + 1),
        ("bytes at the end", |it| it.push_str("\u{0}\u{0}"), last + 1),
        (
            "no end of the last line",
            |it| it.truncate(it.len() - 1),
            last,
        ),
        (
            "a carriage return",
            |it| it.insert(it.find('\n').unwrap(), '\r'),
            1,
        ),
        (
            "a space",
            |it| *it = it.replacen(",\"type\"", ", \"type\"", 1),
            1,
        ),
        (
            "digits of another script",
            |it| *it = it.replacen("\"recorded_at\":\"2", "\"recorded_at\":\"\u{ff12}", 1),
            1,
        ),
        (
            "an id in another form",
            |it| *it = it.replacen("\"stream\":\"", "\"stream\":\"urn:uuid:", 1),
            1,
        ),
    ];
    for (name, change, line) in cases {
        let forged = with_lines(&real, &key, change);
        both(
            name,
            &forged,
            Check::Chain,
            &format!("chain: events.jsonl line {line}: "),
        );
    }
    let origin = "\"origin\":\"";
    if real.text(EVENTS).contains(origin) {
        let forged = with_lines(&real, &key, |text| {
            *text = text.replacen(origin, "\"origin\":\"urn:uuid:", 1);
        });
        both("origin", &forged, Check::Chain, "chain: events.jsonl line ");
    }
}

/// Tables that this program reads as they should be, and another one might not.
#[tokio::test]
async fn a_table_that_is_written_in_another_way_is_found() {
    let (real, key) = real().await;
    type Change = fn(String) -> String;
    let changes: [(&str, Change); 7] = [
        ("a mark in front", |it| format!("\u{feff}{it}")),
        ("other line ends", |it| it.replace("\r\n", "\n")),
        ("a blank line", |it| it.replacen("\r\n", "\r\n\r\n", 1)),
        ("blank lines at the end", |it| it + "\r\n\r\n"),
        ("no end of the last line", |it| {
            it[..it.len() - 2].to_owned()
        }),
        ("quotes without need", |it| {
            let (names, rest) = it.split_once("\r\n").unwrap();
            let (cell, rest) = rest.split_once(',').unwrap();
            format!("{names}\r\n\"{cell}\",{rest}")
        }),
        ("a quote within a cell", |it| {
            let (names, rest) = it.split_once("\r\n").unwrap();
            let (cell, rest) = rest.split_once(',').unwrap();
            format!("{names}\r\n\"{cell}\"\"\",{rest}")
        }),
    ];
    for name in ["audit.csv", "accounts.csv", "payments.csv", "journal.csv"] {
        for (what, change) in changes {
            let forged = real.with_file(name, change(real.text(name)), Effort::Signed, &key);
            let report = forged.verified(Known::default());
            assert_eq!(report.failed(), [Check::Tables], "{name}: {what}");
            let place = &report.findings[0].place;
            assert!(place.starts_with(name), "{what}: {place}");
        }
    }
}

/// A letter that looks like another, and what a terminal would act upon, are shown by their numbers.
#[tokio::test]
async fn what_cannot_be_seen_is_spelled_out() {
    let (real, key) = real().await;
    let rows = real.text("audit.csv");
    for (letter, shown) in [
        ("t\u{435}st", "t\\u{435}st"),
        ("te\u{301}st", "te\\u{301}st"),
        ("\u{1b}[2J\u{1b}[Hverified", "\\u{1b}[2J\\u{1b}[Hverified"),
        ("test\u{202e}", "test\\u{202e}"),
    ] {
        let other = rows.replacen(",test,", &format!(",{letter},"), 1);
        assert_ne!(other, rows);
        let forged = real.with_file("audit.csv", other, Effort::Signed, &key);
        let report = forged.verified(Known::default());
        let expected = format!("actor: expected test, found {shown}");
        assert_eq!(report.findings[0].what, expected);
    }
    let mut more = real.clone();
    more.files
        .insert("\u{1b}[2Kverified".to_owned(), b"x".to_vec());
    let (checks, told) = found(&more);
    assert_eq!(checks, [Check::Sums]);
    assert_eq!(told, "sums: \\x1b[2Kverified is not in the manifest");
    let folder = folder();
    more.write(&folder);
    let output = quittance(&["verify", folder.to_str().unwrap()]);
    let told = { output }.output().unwrap().stdout;
    assert!(!told.contains(&0x1b), "{}", String::from_utf8_lossy(&told));
    std::fs::remove_dir_all(folder).unwrap();
}

/// What a bundle has is not for its maker to choose, and the key beside it is the one that signed.
#[tokio::test]
async fn a_bundle_has_its_files_and_no_others() {
    let (real, key) = real().await;
    for name in [
        "README.txt",
        "signing-key.pem",
        "journal.csv",
        "audit.csv",
        EVENTS,
    ] {
        let mut less = real.clone();
        less.files.remove(name);
        let forged = less.with_file("README.txt", real.text("README.txt"), Effort::Signed, &key);
        let forged = match name {
            "README.txt" => less.signed(&key),
            _ => forged,
        };
        both(
            name,
            &forged,
            Check::Sums,
            &format!("sums: {name} is not in the manifest"),
        );
    }
    let more = real.with_file("notes.csv", "x\r\n".to_owned(), Effort::Signed, &key);
    both(
        "more",
        &more,
        Check::Sums,
        "sums: notes.csv is no file of a bundle",
    );
    let other = self::key(&Ledger::empty().await).await;
    let pem = other.public().to_pem();
    let forged = real.with_file("signing-key.pem", pem, Effort::Signed, &key);
    let expected = "signature: signing-key.pem is not the key that manifest.json names";
    both("another key beside it", &forged, Check::Signature, expected);
    // The manifest signed with another key, which is not the one beside it.
    let forged = real.signed(&other);
    both("signed anew", &forged, Check::Signature, expected);
}

/// An archive that different programs unpack differently, or with something in it that none shows.
#[tokio::test]
async fn an_archive_holds_its_files_and_nothing_else() {
    let (real, _) = real().await;
    let zip = zipped(&real);
    let folder = folder();
    let file = folder.join("bundle.zip");
    let told = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        let report = verify(&file, Known::default(), |_, _| {}).unwrap();
        (report.failed(), second(&file))
    };
    assert_eq!(told(&zip), (Vec::new(), String::new()));
    // As other programs pack it: sizes ahead of the data, or behind it.
    let trailing = [&zip[..], b"and more"].concat();
    let leading = [b"before it", &zip[..]].concat();
    let commented = commented(&zip, b"unpack me with care");
    let (twice, renamed) = (twice(&real), renamed(&zip));
    for (name, bytes, first) in [
        ("bytes behind it", trailing, "sums: the archive "),
        ("bytes before it", leading, "sums: the archive "),
        ("a comment", commented, "sums: the archive "),
        ("a file twice", twice, "sums: "),
        ("two names for one file", renamed, "sums: "),
    ] {
        let (checks, second) = told(&bytes);
        assert!(checks.contains(&Check::Sums), "{name}: {checks:?}");
        assert!(second.starts_with(first), "{name}: {second:?}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

fn zipped(forged: &Forged) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in &forged.files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The archive with a comment, which its last record tells the length of.
fn commented(zip: &[u8], comment: &[u8]) -> Vec<u8> {
    let mut zip = zip.to_vec();
    let length = zip.len() - 2;
    let size = u16::try_from(comment.len()).unwrap();
    zip[length..].copy_from_slice(&size.to_le_bytes());
    zip.extend_from_slice(comment);
    zip
}

/// The archive with the manifest in it twice under one name, the first of them another one.
fn twice(forged: &Forged) -> Vec<u8> {
    let mut other = forged.clone();
    let manifest = forged.files[MANIFEST].clone();
    // As long as the real name, which it gets afterwards.
    let stand_in = "manifest.jsom";
    other.files.insert(stand_in.to_owned(), b"{}".to_vec());
    other.files.insert(MANIFEST.to_owned(), manifest);
    replaced(&zipped(&other), stand_in, MANIFEST, 2)
}

/// The archive whose directory calls a file otherwise than what stands before the file itself.
fn renamed(zip: &[u8]) -> Vec<u8> {
    replaced(zip, "README.txt", "ADVERT.txt", 1)
}

fn replaced(zip: &[u8], from: &str, to: &str, times: usize) -> Vec<u8> {
    let mut zip = zip.to_vec();
    for _ in 0..times {
        let found = zip.windows(from.len()).position(|it| it == from.as_bytes());
        let at = found.expect("the name");
        zip[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    zip
}
