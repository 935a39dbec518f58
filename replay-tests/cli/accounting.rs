//! The journal of the demonstration portfolio in other people's programs, balances and statements.

use quittance_domain::journal::Account;
use quittance_evidence::journal::{Format, name};
use quittance_replay_tests::TestDatabase;
use quittance_replay_tests::accounting::{Balances, Programs, normal};
use quittance_replay_tests::program::quittance;
use quittance_replay_tests::server::MASTER_KEY;
use std::path::PathBuf;

/// A ledger with a demonstration portfolio, and a folder for files.
pub struct Demo {
    database: TestDatabase,
    folder: PathBuf,
}

impl Demo {
    pub async fn new() -> Demo {
        let database = TestDatabase::new().await;
        database.database().migrate().await.unwrap();
        let folder = std::env::temp_dir().join(&database.name);
        std::fs::create_dir(&folder).unwrap();
        let demo = Demo { database, folder };
        demo.run(&["demo", "--accounts", "120", "--json"]);
        demo
    }

    pub fn run(&self, arguments: &[&str]) -> String {
        let output = quittance(arguments)
            .env("DATABASE_URL", &self.database.url)
            .env("QUITTANCE_MASTER_KEY", MASTER_KEY)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn journal(&self, format: &str) -> PathBuf {
        let file = self.folder.join(format);
        self.run(&[
            "export",
            "journal",
            "--format",
            format,
            "--out",
            file.to_str().unwrap(),
        ]);
        file
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut csv = csv::Reader::from_reader(text.as_bytes());
    let rows = csv.records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// The trial balance as the other programs would tell it.
fn balances(text: &str) -> Balances {
    let rows = rows(text).into_iter().filter_map(|row| {
        let account = Account::from_code(row[1].parse().unwrap()).unwrap();
        assert_eq!(account.slug(), row[2]);
        let number = normal(&row[5]);
        (number != "0").then(|| ((name(account), row[0].clone()), number))
    });
    rows.collect()
}

#[tokio::test]
async fn the_demonstration_is_right_in_other_peoples_programs() {
    let demo = Demo::new().await;
    let balance = balances(&demo.run(&["export", "trial-balance"]));
    assert!(balance.len() > 8, "{balance:?}");
    let csv = std::fs::read_to_string(demo.journal("csv")).unwrap();
    assert!(rows(&csv).len() > 500);
    let Some(programs) = Programs::find() else {
        return;
    };
    for (name, format) in Format::ALL {
        if format != Format::Csv {
            assert_eq!(
                programs.prove(format, &demo.journal(name)),
                balance,
                "{name}"
            );
        }
    }
}

#[tokio::test]
async fn a_bundle_of_the_demonstration_verifies() {
    let demo = Demo::new().await;
    let file = demo.folder.join("bundle.zip");
    let file = file.to_str().unwrap();
    demo.run(&["export", "bundle", "--out", file]);
    let head = demo.run(&["head"]);
    let told = demo.run(&["verify", file, "--extends", head.trim()]);
    assert!(told.ends_with("verified\n"), "{told}");
    // The live book extends it too, and does not extend what it never had.
    demo.run(&["verify", "--extends", head.trim()]);
    let (sequence, _) = head.split_once(':').unwrap();
    let other = format!("{sequence}:{}", "0".repeat(64));
    let output = quittance(&["verify", "--extends", &other])
        .env("DATABASE_URL", &demo.database.url)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[tokio::test]
async fn balances_and_statements_are_those_of_the_day() {
    let demo = Demo::new().await;
    let now = balances(&demo.run(&["export", "trial-balance"]));
    let before = demo.run(&["export", "trial-balance", "--as-of", "2001-01-01"]);
    assert!(balances(&before).is_empty(), "nothing was known then");
    let half = chrono::Utc::now().date_naive() - chrono::Days::new(180);
    let then = balances(&demo.run(&["export", "trial-balance", "--on", &half.to_string()]));
    assert!(!then.is_empty() && then != now);

    // Every account's statement closes with what the account owes.
    let bundle = demo.folder.join("bundle.zip");
    demo.run(&["export", "bundle", "--out", bundle.to_str().unwrap()]);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&bundle).unwrap()).unwrap();
    let accounts = std::io::read_to_string(zip.by_name("accounts.csv").unwrap()).unwrap();
    let header: Vec<&str> = accounts.lines().next().unwrap().trim().split(',').collect();
    let place = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (day, principal) = (place("as_of"), place("principal"));
    for account in rows(&accounts).into_iter().take(12) {
        let (id, as_of) = (&account[place("account_id")], &account[day]);
        let statement = rows(&demo.run(&["export", "statement", "--account", id, "--on", as_of]));
        let last = statement.last().unwrap();
        assert_eq!(last[2], "closing balance");
        let owed = &account[principal..=place("overpayment")];
        assert_eq!(last[9..=12], *owed, "{id} on {as_of}");
    }
}
