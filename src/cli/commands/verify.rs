//! `quittance verify`: is every event still the one that was recorded?

use crate::ledger::{LedgerArgs, list, with_database};
use crate::{output, progress, report};
use quittance_domain::CreditorId;
use quittance_store::events::{Verified, verify_book};
use quittance_store::{Database, Role};
use serde::Serialize;
use std::process::ExitCode;
use std::time::Duration;
use uuid::Uuid;

/// Recompute the hash chain of every book and compare it with what is stored.
///
/// Exits with 1 when a book is broken and names its first wrong event.
/// The head's hash stands for the whole book: keep it elsewhere, and a book that was written anew
/// from its beginning shows too.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only this creditor's book.
    #[arg(long, value_name = "ID")]
    creditor: Option<Uuid>,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What is printed of a book.
#[derive(Serialize)]
struct Book {
    creditor: Uuid,
    events: i64,
    head: String,
    first_wrong: Option<Wrong>,
}

#[derive(Serialize)]
struct Wrong {
    sequence: i64,
    what: &'static str,
}

#[derive(Serialize)]
struct Answer {
    verified: bool,
    events: u64,
    events_per_second: u64,
    books: Vec<Book>,
}

/// Verifies.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn run(ledger: &LedgerArgs, args: Args) -> anyhow::Result<ExitCode> {
    with_database(ledger, async |database| {
        let creditors = report::chosen(list(database).await?, args.creditor)?;
        let (books, took) = progress::timed(verify(database, &creditors)).await;
        let answer = answer(books?, took);
        if args.json {
            output::json(&answer)?;
        } else {
            print(&answer)?;
        }
        Ok(report::code(answer.verified))
    })
    .await
}

async fn verify(database: &Database, creditors: &[CreditorId]) -> anyhow::Result<Vec<Book>> {
    let client = database.connect(Role::Reader).await?;
    let bar = progress::bar(0, "verifying events");
    let mut books = Vec::with_capacity(creditors.len());
    let mut done = 0;
    for creditor in creditors {
        let verified = verify_book(&client, *creditor, |events, until| {
            bar.set_length(done + until.unsigned_abs());
            bar.set_position(done + events.unsigned_abs());
        })
        .await?;
        done += verified.events.unsigned_abs();
        books.push(book(*creditor, verified));
    }
    bar.finish_and_clear();
    Ok(books)
}

fn book(creditor: CreditorId, verified: Verified) -> Book {
    Book {
        creditor: creditor.0,
        events: verified.events,
        head: hex::encode(verified.head),
        first_wrong: verified.broken.map(|broken| Wrong {
            sequence: broken.sequence,
            what: broken.what,
        }),
    }
}

fn answer(books: Vec<Book>, took: Duration) -> Answer {
    let events = books.iter().map(|book| book.events.unsigned_abs()).sum();
    Answer {
        verified: books.iter().all(|book| book.first_wrong.is_none()),
        events,
        events_per_second: progress::rate(events, took),
        books,
    }
}

fn print(answer: &Answer) -> anyhow::Result<()> {
    for book in &answer.books {
        let (creditor, events, head) = (book.creditor, book.events, &book.head);
        match &book.first_wrong {
            None => output::line(format_args!("{creditor}  {events} events  {head}"))?,
            Some(Wrong { sequence, what }) => {
                output::line(format_args!(
                    "{creditor}  BROKEN at event {sequence}: {what}"
                ))?;
            }
        }
    }
    let verdict = if answer.verified {
        "verified"
    } else {
        "BROKEN"
    };
    output::line(format_args!(
        "{verdict}: {} books, {} events, {} events/s",
        answer.books.len(),
        answer.events,
        answer.events_per_second
    ))
}
