//! Accounts from files: good rows are placed once, bad ones named, faulty files refused whole.

use crate::process::Folder;
use serde_json::Value;
use std::fmt::Write as _;

const LONG: &str = "consumer_email,original_balance,principal_balance,dpd,account_type,\
    account_phase,last4ssn,creditor_reference,charge_off_date,placement_date,first_name,last_name,\
    phone,address_zip,last_payment_date,last_payment_amount,minimum_payment";
const SHORT: &str = "first_name,last_name,email,phone,principal_balance,original_creditor,\
    charge_off_date,account_phase";

fn long_row(number: usize) -> String {
    format!(
        "m{number}@example.com,5280.00,5000.00,78,credit_card,intercept,4321,REF-{number},,\
         2026-05-01,\"O'Neil, \"\"Al\"\"\",Doe,+12025550100,97201,2026-04-01,25.00,40.00"
    )
}

/// Writes a file and imports it; gives the exit code and the report.
fn import(folder: &Folder, creditor: &str, bytes: impl AsRef<[u8]>) -> (i32, Value) {
    let file = folder.file("import.csv");
    std::fs::write(&file, bytes).unwrap();
    let path = file.to_str().unwrap();
    let output = folder.run(&["import", path, "--creditor", creditor, "--json"]);
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        Value::String(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    });
    (output.status.code().unwrap(), report)
}

/// What an import of the text would do.
fn dry_run(folder: &Folder, creditor: &str, text: &str) -> Value {
    let file = folder.file("dry.csv");
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    let output = folder.run(&[
        "import",
        path,
        "--creditor",
        creditor,
        "--json",
        "--dry-run",
    ]);
    serde_json::from_slice(&output.stdout).unwrap()
}

fn creditor(folder: &Folder) -> String {
    let listed = folder.json(&["creditor", "list", "--json"]);
    listed[0]["id"].as_str().unwrap().to_owned()
}

fn counts(report: &Value) -> [i64; 4] {
    ["rows", "placed", "placedBefore", "failed"].map(|name| report[name].as_i64().unwrap())
}

#[tokio::test]
async fn rows_are_placed_once_and_bad_ones_are_named() {
    let folder = Folder::new("import");
    let server = folder.serve(&["--no-sample-data"]).await;
    let creditor = creditor(&folder);
    let good = format!("\u{feff}{LONG}\r\n{}\r\n{}\r\n", long_row(1), long_row(2));
    let (code, report) = import(&folder, &creditor, &good);
    assert_eq!((code, counts(&report)), (0, [2, 2, 0, 0]), "{report}");
    let (code, report) = import(&folder, &creditor, &good);
    assert_eq!((code, counts(&report)), (0, [2, 0, 2, 0]), "{report}");

    let short = format!(
        "{SHORT}\nJane,Doe,jane@example.com,,5247.63,Sample Federal CU,,phase0\n\
         Ana,\"Ruiz\nGil\",ana@example.com,,810.25,\"Sample, Federal\",2025-11-30,phase1\n"
    );
    let (code, report) = import(&folder, &creditor, &short);
    assert_eq!((code, counts(&report)), (0, [2, 2, 0, 0]), "{report}");

    let wrong = long_row(4).replace("5000.00", "5280.01");
    let repeated = long_row(5).replace("REF-5", "REF-3");
    let mixed = [LONG, &long_row(3), &wrong, &repeated, "x,y", &long_row(1)].join("\n");
    let dry = dry_run(&folder, &creditor, &mixed);
    assert_eq!(counts(&dry), [5, 1, 0, 4], "{dry}");
    let (code, report) = import(&folder, &creditor, &mixed);
    assert_eq!((code, counts(&report)), (3, [5, 1, 0, 4]), "{report}");
    let named: Vec<_> = report["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            (
                error["row"].as_i64().unwrap(),
                error["field"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        (2, "principal_balance"),
        (3, "creditor_reference"),
        (4, "row"),
        (5, "creditor_reference"),
    ];
    assert_eq!(named, expected, "{report}");
    // The dry run has foreseen exactly this.
    assert_eq!(dry["errors"], report["errors"]);

    let listed = server.client.get("/api/v1/accounts.php").await.expect(200);
    assert_eq!(listed["total"], 5);
    server.stop().await;
    assert!(folder.run(&["replay"]).status.success());
}

#[tokio::test]
async fn a_faulty_file_is_refused_whole() {
    let folder = Folder::new("faulty");
    let server = folder.serve(&["--no-sample-data"]).await;
    let creditor = creditor(&folder);
    let row = long_row(1);
    let cases: [(Vec<u8>, &str); 6] = [
        (Vec::new(), "the file is empty"),
        (
            format!("{LONG}\n{row}\nJos\u{e9}")
                .chars()
                .map(|c| c as u8)
                .collect(),
            "line 3 is not UTF-8",
        ),
        (
            format!("{LONG}\n{row}\n\"open").into(),
            "the quoted field that begins in line 3",
        ),
        (format!("{LONG},ssn\n{row},1").into(), "\"ssn\""),
        (
            b"email,principal_balance\na@example.com,1\n".to_vec(),
            "account_phase",
        ),
        (format!("{SHORT},email\n").into(), "consumer_email twice"),
    ];
    for (bytes, expected) in cases {
        let (code, said) = import(&folder, &creditor, bytes);
        assert_eq!(code, 1, "{said}");
        assert!(said.as_str().unwrap().contains(expected), "{said}");
    }
    let stranger = "01a1fce2-fbed-dca9-ef2b-ffabcb9bb487";
    let (code, said) = import(&folder, stranger, format!("{LONG}\n{row}\n"));
    assert_eq!(
        (
            code,
            said.as_str().unwrap().contains("there is no creditor")
        ),
        (1, true),
        "{said}"
    );
    let listed = server.client.get("/api/v1/accounts.php").await.expect(200);
    assert_eq!(listed["total"], 0);
    server.stop().await;
}

#[tokio::test]
async fn an_import_that_was_killed_goes_on_where_it_stopped() {
    let folder = Folder::new("killed-import");
    let server = folder.serve(&["--no-sample-data"]).await;
    let creditor = creditor(&folder);
    let mut text = format!("{LONG}\n");
    for number in 0..10_000 {
        writeln!(text, "{}", long_row(number)).unwrap();
    }
    let file = folder.file("large.csv");
    std::fs::write(&file, text).unwrap();
    let arguments = [
        "import",
        file.to_str().unwrap(),
        "--creditor",
        &creditor,
        "--json",
    ];
    let mut killed = folder.command(&arguments).spawn().unwrap();
    // Killed as soon as something has been placed.
    let path = "/api/v1/accounts.php?limit=1";
    while server.client.get(path).await.expect(200)["total"] == 0 {
        assert!(
            killed.try_wait().unwrap().is_none(),
            "ended before it could be killed"
        );
    }
    killed.kill().unwrap();
    killed.wait().unwrap();

    let report = folder.json(&arguments);
    let [rows, placed, before, failed] = counts(&report);
    assert_eq!((rows, placed + before, failed), (10_000, 10_000, 0));
    assert!(before > 0, "nothing was placed before");
    assert_eq!(server.client.get(path).await.expect(200)["total"], 10_000);
    server.stop().await;
}
