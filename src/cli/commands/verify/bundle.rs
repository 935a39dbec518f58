//! `quittance verify BUNDLE`: what an examiner runs, with no ledger at hand.

use super::Args;
use crate::{output, progress, report};
use anyhow::Context;
use quittance_evidence::verify::{Check, Known, Report, Standing, verify};
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

/// Verifies a bundle and prints what was found.
///
/// # Errors
/// When it is no bundle or cannot be read.
pub(super) fn run(path: &Path, args: &Args) -> anyhow::Result<ExitCode> {
    let known = Known {
        key: args.key,
        head: args.expect_head,
        extends: args.extends,
    };
    let bar = progress::bar(0, "verifying events");
    let verified = verify(path, known, |events, total| {
        bar.set_length(total);
        bar.set_position(events);
    });
    bar.finish_and_clear();
    let found = verified.with_context(|| path.display().to_string())?;
    if args.json {
        output::json(&as_json(&found))?;
    } else {
        print(&found, known)?;
    }
    Ok(report::code(found.is_clean()))
}

fn as_json(found: &Report) -> Value {
    let checks: serde_json::Map<String, Value> = Check::ALL
        .into_iter()
        .map(|check| {
            let (standing, count) = match found.standing(check) {
                Standing::Fine => ("fine", 0),
                Standing::Skipped(_) => ("skipped", 0),
                Standing::Wrong(count) => ("wrong", count),
            };
            let value = json!({ "standing": standing, "findings": count });
            (check.name().to_owned(), value)
        })
        .collect();
    json!({
        "verified": found.is_clean(),
        "public_key": found.key.map(|(key, _)| key.to_string()),
        "head": found.last.map(|head| head.to_string()),
        "events": found.events,
        "accounts": found.accounts,
        "splits": found.splits,
        "restatements": found.restatements,
        "journal_lines": found.lines,
        "checks": checks,
        "first_findings": found.findings,
    })
}

fn print(found: &Report, known: Known) -> anyhow::Result<()> {
    for check in Check::ALL {
        let (word, told) = match found.standing(check) {
            Standing::Fine => ("ok", told(check, found, known)),
            Standing::Skipped(why) => ("--", why),
            Standing::Wrong(1) => ("WRONG", "1 finding".to_owned()),
            Standing::Wrong(count) => ("WRONG", format!("{count} findings")),
        };
        output::line(format_args!("{:<9}  {word:<5}  {told}", check.name()))?;
        let of_check = found.findings.iter().filter(|it| it.check == check);
        for finding in of_check {
            output::line(format_args!("    {}: {}", finding.place, finding.what))?;
        }
    }
    output::line(if found.is_clean() {
        "verified"
    } else {
        "NOT VERIFIED"
    })
}

/// What was done in a check that found nothing.
fn told(check: Check, found: &Report, known: Known) -> String {
    match check {
        Check::Signature => match found.key {
            Some((key, true)) => format!("signed by the known key {key}"),
            Some((key, false)) => format!(
                "signed by {key}; whether that is the creditor's key, the bundle cannot prove: \
                 compare it with what the creditor has published, or name it with --key"
            ),
            None => String::new(),
        },
        Check::Sums => format!("{} files", found.files),
        Check::Chain => {
            let head = found.last.map(|head| head.to_string()).unwrap_or_default();
            format!("{} events, head {head}", found.events)
        }
        Check::Anchor => match (known.extends, known.head) {
            (None, None) => "nothing to compare with: name a head that was published with \
                --extends, since a book that was written anew as a whole shows in nothing else"
                .to_owned(),
            (extends, head) => {
                let extends = extends.map(|head| format!("extends {head}"));
                let head = head.map(|head| format!("ends with {head}"));
                let told: Vec<String> = extends.into_iter().chain(head).collect();
                told.join(", ")
            }
        },
        Check::Facts => format!(
            "{} accounts replayed: {} splits and {} restatements follow from the facts",
            found.accounts, found.splits, found.restatements
        ),
        Check::Tables => format!(
            "every row follows from the events, {} journal lines among them",
            found.lines
        ),
    }
}
