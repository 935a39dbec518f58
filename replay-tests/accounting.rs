//! Other people's accounting programs, by which an exported journal is proved.
//!
//! `replay-tests/accounting/install FOLDER` puts them into a folder; `./test` does that and names the
//! folder in `QUITTANCE_ACCOUNTING`.

use quittance_evidence::journal::Format;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Balances that are not zero, by account and currency, as plain decimals without ending zeros.
pub type Balances = BTreeMap<(String, String), String>;

/// The programs, where they are installed.
#[derive(Clone, Debug)]
pub struct Programs(PathBuf);

impl Programs {
    /// The programs; `None`, said aloud, when they are not installed.
    #[allow(clippy::print_stderr, reason = "what was not tried is said")]
    pub fn find() -> Option<Programs> {
        let folder = std::env::var_os("QUITTANCE_ACCOUNTING");
        if folder.is_none() {
            eprintln!("SKIPPED: QUITTANCE_ACCOUNTING names no accounting programs");
        }
        folder.map(|folder| Programs(folder.into()))
    }

    /// Checks a journal as strictly as its program can, and gives the balances that it comes to.
    pub fn prove(&self, format: Format, file: &Path) -> Balances {
        let file = file.to_str().unwrap();
        match format {
            Format::Hledger => self.by_hledger(file),
            Format::Ledger => self.by_ledger(file),
            Format::Beancount => self.by_beancount(file),
            Format::Csv => panic!("CSV has no program of its own"),
        }
    }

    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let path = self.0.join("bin").join(program);
        let output = Command::new(&path).args(arguments).output();
        let output = output.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let told = String::from_utf8_lossy(&output.stderr);
        let shown: String = told.chars().take(2_000).collect();
        assert!(output.status.success(), "{program} {arguments:?}: {shown}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn by_hledger(&self, file: &str) -> Balances {
        self.run(
            "hledger",
            &["-f", file, "check", "--strict", "ordereddates"],
        );
        let arguments = [
            "-f",
            file,
            "balance",
            "--flat",
            "--no-total",
            "--layout=bare",
            "--output-format=csv",
        ];
        let text = self.run("hledger", &arguments);
        let rows = text.lines().skip(1).map(|row| row.replace('"', ""));
        balances(rows.map(|row| row.replace(',', "|")))
    }

    fn by_ledger(&self, file: &str) -> Balances {
        let strictly = [
            "--init-file",
            "/dev/null",
            "--strict",
            "--pedantic",
            "-f",
            file,
        ];
        let with = |more: &[&str]| self.run("ledger", &[&strictly, more].concat());
        let currencies = with(&["commodities"]);
        let mut rows = Vec::new();
        for currency in currencies.lines() {
            let limit = format!("commodity == \"{currency}\"");
            let form = format!("%(account)|{currency}|%(quantity(scrub(display_total)))\n");
            let text = with(&[
                "balance",
                "--flat",
                "--no-total",
                "--limit",
                &limit,
                "--format",
                &form,
            ]);
            rows.extend(text.lines().map(str::to_owned));
        }
        balances(rows)
    }

    fn by_beancount(&self, file: &str) -> Balances {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/accounting/balances.py");
        let text = self.run("beancount-python", &[script, file]);
        balances(text.lines().map(str::to_owned))
    }
}

/// Reads `account|currency|number` lines.
fn balances(lines: impl IntoIterator<Item = String>) -> Balances {
    let rows = lines.into_iter().filter_map(|line| {
        let mut cells = line.split('|').map(str::to_owned);
        let (account, currency, number) = (cells.next()?, cells.next()?, cells.next()?);
        let number = normal(&number);
        (number != "0").then_some(((account, currency), number))
    });
    rows.collect()
}

/// A decimal without ending zeros.
pub fn normal(number: &str) -> String {
    match number.contains('.') {
        true => number
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned(),
        false => number.to_owned(),
    }
}
