//! What replay and rebuild have found, for people and for machines.

use crate::output;
use crate::progress::rate;
use anyhow::bail;
use quittance_domain::CreditorId;
use quittance_projections::rebuild::{Difference, Outcome};
use serde_json::{Value, json};
use std::process::ExitCode;
use std::time::Duration;
use uuid::Uuid;

/// The creditor that was asked for, or all of them.
///
/// # Errors
/// When there is no such creditor.
pub fn chosen(
    known: Vec<(CreditorId, String)>,
    asked: Option<Uuid>,
) -> anyhow::Result<Vec<CreditorId>> {
    let all = known.into_iter().map(|(id, _)| id);
    match asked {
        None => Ok(all.collect()),
        Some(id) => match all.into_iter().find(|known| known.0 == id) {
            Some(creditor) => Ok(vec![creditor]),
            None => bail!("there is no creditor {id}"),
        },
    }
}

/// Success, or 1 for a ledger that is not what it must be.
pub fn code(clean: bool) -> ExitCode {
    if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// What was found, as JSON.
pub fn as_json(outcome: &Outcome) -> Value {
    let findings = outcome.findings.iter().map(|(creditor, finding)| {
        json!({ "creditor": creditor.0, "sequence": finding.sequence, "what": finding.what })
    });
    let differences = outcome.differences.shown.iter().map(|difference| {
        json!({
            "creditor": difference.creditor.0,
            "table": difference.table,
            "key": difference.key,
            "column": difference.column,
            "expected": difference.expected,
            "found": difference.found,
        })
    });
    json!({
        "clean": outcome.is_clean(),
        "creditors": outcome.creditors,
        "accounts": outcome.accounts,
        "events": outcome.events,
        "events_that_do_not_follow": outcome.found,
        "first_events_that_do_not_follow": findings.collect::<Vec<_>>(),
        "differences": outcome.differences.count,
        "first_differences": differences.collect::<Vec<_>>(),
    })
}

/// Prints what was wrong, a line each.
///
/// # Errors
/// When nobody reads it.
pub fn print(outcome: &Outcome) -> anyhow::Result<()> {
    for (creditor, finding) in &outcome.findings {
        let (sequence, what) = (finding.sequence, &finding.what);
        output::line(format_args!("{creditor} event {sequence}: {what}"))?;
    }
    more(outcome.findings.len(), outcome.found, "events")?;
    for difference in &outcome.differences.shown {
        output::line(sentence(difference))?;
    }
    more(
        outcome.differences.shown.len(),
        outcome.differences.count,
        "differences",
    )
}

fn more(shown: usize, count: u64, what: &str) -> anyhow::Result<()> {
    match count.saturating_sub(shown as u64) {
        0 => Ok(()),
        rest => output::line(format_args!("and {rest} more {what}")),
    }
}

fn sentence(difference: &Difference) -> String {
    let Difference {
        creditor,
        table,
        key,
        column,
        expected,
        found,
    } = difference;
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "NULL".to_owned());
    match (column, expected, found) {
        (Some(column), _, _) => format!(
            "{creditor} {table} {key} {column}: expected {}, found {}",
            text(expected),
            text(found)
        ),
        (None, Some(row), _) => format!("{creditor} {table} {key}: missing, expected ({row})"),
        (None, None, row) => format!(
            "{creditor} {table} {key}: one too many, found ({})",
            text(row)
        ),
    }
}

/// Prints how much was done and how fast.
///
/// # Errors
/// When nobody reads it.
pub fn speed(what: &str, outcome: &Outcome, took: Duration) -> anyhow::Result<()> {
    output::line(format_args!(
        "{what}: {} events of {} accounts in {}.{:03} s, {} events/s",
        outcome.events,
        outcome.accounts,
        took.as_secs(),
        took.subsec_millis(),
        rate(outcome.events, took)
    ))
}
