//! The result, as a table for people or as JSON for programs.

use super::figures::{Figure, figures};
use super::lives::Cost;
use super::machine::Machine;
use super::rounds::{Round, Run};
use super::statistics::median;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Write as _};

/// Everything that a benchmark found.
#[derive(Debug, Serialize)]
pub struct Report {
    pub version: &'static str,
    pub machine: Machine,
    pub settings: BTreeMap<String, String>,
    pub conditions: Conditions,
    pub figures: Vec<Figure>,
    pub rounds: Vec<Round>,
}

/// One of a round's loads.
type RunOf = fn(&Round) -> Option<&Run>;

/// How it was measured.
#[derive(Clone, Debug, Serialize)]
pub struct Conditions {
    pub connections: usize,
    pub seconds: u64,
    pub warm_up: u64,
    pub accounts: usize,
    pub rounds: usize,
    pub hot_share: f64,
    pub random_keys: bool,
}

impl Report {
    pub fn new(
        settings: BTreeMap<String, String>,
        conditions: Conditions,
        rounds: Vec<Round>,
    ) -> Report {
        Report {
            version: env!("CARGO_PKG_VERSION"),
            machine: Machine::read(),
            settings,
            conditions,
            figures: figures(&rounds),
            rounds,
        }
    }

    /// The table of figures alone.
    pub fn table(&self) -> String {
        if self.figures.is_empty() {
            return String::new();
        }
        let mut text =
            String::from("| figure | measured | ratio | at least | aim |\n|---|--:|--:|--:|--:|\n");
        for figure in &self.figures {
            let bound = if figure.goal.less_is_better {
                "at most "
            } else {
                ""
            };
            let unit = if figure.unit == "ms" {
                " ms"
            } else {
                figure.unit
            };
            let missed = if figure.reached { "" } else { " (missed)" };
            let line = format!(
                "| {} | {}{unit} against {} | {:.2} [{:.2}–{:.2}]{missed} | {bound}{} | {} |\n",
                figure.name,
                Amount(figure.measured),
                Amount(figure.compared_with),
                figure.ratio,
                figure.lowest,
                figure.highest,
                figure.goal.bound,
                figure.goal.aim,
            );
            text.push_str(&line);
        }
        text
    }

    /// The whole report as Markdown.
    pub fn markdown(&self) -> String {
        let Machine {
            processor,
            processors,
            memory_gib,
            kernel,
        } = &self.machine;
        let Conditions {
            connections,
            seconds,
            warm_up,
            accounts,
            rounds,
            ..
        } = &self.conditions;
        let settings: Vec<String> = self
            .settings
            .iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        let keys = if self.conditions.random_keys {
            "random"
        } else {
            "ULIDs"
        };
        format!(
            "Machine: {processors} × {processor}, {memory_gib} GiB, Linux {kernel}; client, server \
             and database share it.\n\
             PostgreSQL: {}.\n\
             {rounds} rounds, {seconds} s each after {warm_up} s, {connections} connections, \
             {accounts} accounts, idempotency keys: {keys}; medians, ranges in brackets.\n\n{}\n{}",
            settings.join(", "),
            self.table(),
            self.loads() + &self.lives(),
        )
    }

    /// The settings, the figures and the loads, for a terminal.
    pub fn text(&self) -> String {
        let settings: Vec<String> = self
            .settings
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!(
            "{}\n\n{}\n{}",
            settings.join(" "),
            self.table(),
            self.loads() + &self.lives()
        )
    }

    /// What a retroactive change costs: medians over the rounds.
    fn lives(&self) -> String {
        let rounds: Vec<&Vec<Cost>> = self
            .rounds
            .iter()
            .filter_map(|round| round.lives.as_ref())
            .collect();
        let Some(first) = rounds.first() else {
            return String::new();
        };
        let mut text = String::from(
            "\n| payments in the life | replayed in ms | µs a payment | date changed over HTTP in ms | \
             more than the replay, ms |\n|--:|--:|--:|--:|--:|\n",
        );
        for (place, cost) in first.iter().enumerate() {
            let of = |column: fn(&Cost) -> f64| {
                let values: Vec<f64> = rounds.iter().map(|costs| column(&costs[place])).collect();
                median(&values).unwrap_or_default()
            };
            let (replay, backdate) = (of(|cost| cost.replay_ms), of(|cost| cost.backdate_ms));
            text.push_str(&format!(
                "| {} | {replay:.3} | {:.2} | {backdate:.2} | {:.2} |\n",
                cost.payments,
                replay * 1_000.0 / cost.payments as f64,
                backdate - replay,
            ));
        }
        text
    }

    /// What the loads were like: medians over the rounds.
    fn loads(&self) -> String {
        let mut text = String::from(
            "| load | connections | payments/s | p50 ms | p95 ms | p99 ms | µs CPU each: client | \
             server | Postgres | WAL bytes each | others' cores |\n\
             |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        );
        let loads: [(&str, RunOf); 4] = [
            ("payments", |round| round.payments.as_ref()),
            ("bulk payments", |round| round.bulk.as_ref()),
            ("hot account", |round| round.hot.as_ref()),
            ("one connection", |round| round.single.as_ref()),
        ];
        let head = text.len();
        for (name, of) in loads {
            let runs: Vec<&Run> = self.rounds.iter().filter_map(of).collect();
            let Some(first) = runs.first() else { continue };
            let mut line = format!("| {name} | {} |", first.load.connections);
            let columns: [fn(&Run) -> f64; 9] = [
                |run| run.load.per_second,
                |run| run.load.p50_ms,
                |run| run.load.p95_ms,
                |run| run.load.p99_ms,
                |run| run.load.cpu_micros.client,
                |run| run.load.cpu_micros.server,
                |run| run.load.cpu_micros.postgres,
                |run| run.wal_bytes_each as f64,
                |run| run.load.others_cores,
            ];
            for column in columns {
                let values: Vec<f64> = runs.iter().map(|run| column(run)).collect();
                line.push_str(&format!(
                    " {} |",
                    Amount(median(&values).unwrap_or_default())
                ));
            }
            text.push_str(&line);
            text.push('\n');
        }
        if text.len() == head {
            text.clear();
        }
        text
    }
}

/// A number with as many digits as mean something.
struct Amount(f64);

impl Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 100.0 {
            return write!(f, "{:.2}", self.0);
        }
        let digits = format!("{:.0}", self.0);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                f.write_char(',')?;
            }
            f.write_char(digit)?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[test]
fn amounts_are_readable() {
    let written: Vec<String> = [0.5, 99.994, 100.0, 13_598.4, 1_342_000.0]
        .map(|a| Amount(a).to_string())
        .into();
    assert_eq!(written, ["0.50", "99.99", "100", "13,598", "1,342,000"]);
}
