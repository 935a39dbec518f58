//! What the portfolio came to.

use super::life::Life;
use quittance_domain::Money;
use quittance_domain::account::Status;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Figures of a portfolio.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    pub creditor: String,
    pub creditor_name: String,
    /// Shown this once.
    pub api_key: String,
    pub accounts: usize,
    pub commands: usize,
    /// By the name of the event.
    pub events: BTreeMap<&'static str, usize>,
    /// Accounts by status.
    pub statuses: BTreeMap<&'static str, usize>,
    /// What is owed today, by currency.
    pub owed: BTreeMap<String, String>,
    pub seconds: f64,
}

impl Summary {
    pub fn of(lives: &[Life]) -> Summary {
        let mut summary = Summary {
            accounts: lives.len(),
            ..Summary::default()
        };
        let mut owed = BTreeMap::new();
        for life in lives {
            summary.commands += life.steps.len();
            for name in life.steps.iter().flat_map(|step| &step.becomes) {
                *summary.events.entry(name).or_default() += 1;
            }
            let Some(account) = life.account() else {
                continue;
            };
            *summary
                .statuses
                .entry(Status::name(account.status()))
                .or_default() += 1;
            let currency = account.terms.currency;
            let total = owed
                .entry(currency.code().to_owned())
                .or_insert((Money::ZERO, currency));
            total.0 += account.due_on(life.today).total();
        }
        let decimal =
            |(code, (total, currency)): (String, (Money, _))| (code, total.to_decimal(currency));
        summary.owed = owed.into_iter().map(decimal).collect();
        summary
    }

    /// As a person reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // A write to a string cannot fail.
        let _ = writeln!(text, "\n  {} ({})", self.creditor_name, self.creditor);
        let _ = writeln!(text, "  API key   {}  (shown this once)\n", self.api_key);
        let events: usize = self.events.values().sum();
        let _ = writeln!(
            text,
            "  {} accounts, {} commands, {events} events in {:.1} s\n",
            self.accounts, self.commands, self.seconds
        );
        for (what, counts) in [("events", &self.events), ("accounts", &self.statuses)] {
            let _ = writeln!(text, "  {what}");
            for (name, count) in counts {
                let _ = writeln!(text, "  {count:>8}  {name}");
            }
        }
        text.push_str("  owed today\n");
        for (code, total) in &self.owed {
            let _ = writeln!(text, "  {total:>16} {code}");
        }
        text
    }
}
