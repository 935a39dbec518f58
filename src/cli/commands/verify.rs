//! `quittance verify`: is every event still the one that was recorded?

mod bundle;

use crate::ledger::{LedgerArgs, list, with_database};
use crate::{output, progress, report};
use anyhow::bail;
use quittance_domain::CreditorId;
use quittance_evidence::head::Head;
use quittance_store::events::{Broken, Verified, verify_anchored};
use quittance_store::signing::PublicKey;
use quittance_store::{Database, Role};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use uuid::Uuid;

/// Recompute the hash chain of every book, or verify a bundle without any ledger.
///
/// Without BUNDLE the books of the ledger are compared with what is stored.
/// With BUNDLE, an archive of `quittance export bundle` or the folder that it was unpacked into,
/// the signature, the sums and the chain are checked, then every split, restatement, balance and
/// journal line is computed again from the facts and compared with what was booked and with the
/// tables; no ledger and no network is needed.
///
/// Exits with 1 when anything differs, and names it.
/// A head, as `quittance head` prints it, stands for the whole book up to it: keep it elsewhere, and
/// a book that was written anew shows too.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A bundle to verify instead of the ledger.
    #[arg(value_name = "BUNDLE", conflicts_with = "creditor")]
    bundle: Option<PathBuf>,

    /// The creditor's public key, known from elsewhere: 64 hexadecimal digits.
    #[arg(long, value_name = "KEY", requires = "bundle")]
    key: Option<PublicKey>,

    /// The last event must be this one, as SEQUENCE:HASH.
    #[arg(long, value_name = "HEAD")]
    expect_head: Option<Head>,

    /// A head published earlier, as SEQUENCE:HASH: the book must still have that event.
    #[arg(long, value_name = "HEAD")]
    extends: Option<Head>,

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
    /// As `quittance head` prints it, without the sequence.
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
    if let Some(path) = &args.bundle {
        return bundle::run(path, &args);
    }
    with_database(ledger, async |database| {
        let creditors = report::chosen(list(database).await?, args.creditor)?;
        let anchored = args.extends.is_some() || args.expect_head.is_some();
        if anchored && creditors.len() != 1 {
            bail!("a head belongs to one book; name it with --creditor");
        }
        let (books, took) = progress::timed(verify(database, &creditors, &args)).await;
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

async fn verify(
    database: &Database,
    creditors: &[CreditorId],
    args: &Args,
) -> anyhow::Result<Vec<Book>> {
    let client = database.connect(Role::Reader).await?;
    let bar = progress::bar(0, "verifying events");
    let mut books = Vec::with_capacity(creditors.len());
    let mut done = 0;
    for creditor in creditors {
        let anchor = args.extends.map(|head| (head.sequence, head.hash));
        let mut verified = verify_anchored(&client, *creditor, anchor, |events, until| {
            bar.set_length(done + until.unsigned_abs());
            bar.set_position(done + events.unsigned_abs());
        })
        .await?;
        let head = Head {
            sequence: verified.events,
            hash: verified.head,
        };
        if args.expect_head.is_some_and(|expected| expected != head) && verified.broken.is_none() {
            verified.broken = Some(Broken {
                sequence: head.sequence,
                what: "the book ends with another head than was expected",
            });
        }
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
