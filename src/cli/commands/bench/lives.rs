//! What a retroactive change costs by the length of the life that it changes.
//!
//! An account that bears interest is paid daily; then the date of its first payment is changed to
//! and fro, so that the whole life is worked out anew each time.

use super::accounts::{Payer, envelope, payer_of_lives, place_with};
use super::connection::Connection;
use super::statistics::median;
use super::target::Target;
use anyhow::{Context, ensure};
use chrono::{Days, NaiveDate};
use quittance_domain::account::{
    Account, Command, Method, PaymentStanding, RecordPayment, Terms, replay,
};
use quittance_domain::allocation::Direction;
use quittance_domain::{AccountId, CreditorId, FactId, Money};
use quittance_projections::ReadModels;
use quittance_store::events::load_state;
use quittance_store::{Answer, Writer, WriterOptions, ids};
use serde::Serialize;
use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// Payments in each life.
const LENGTHS: [usize; 4] = [10, 100, 1_000, 10_000];
/// How often each is measured; the median counts.
const TIMES: usize = 11;
/// A hundred, which is never all interest.
const PAYMENT: Money = Money::from_minor(10_000);
const RATE: &str = "0.12";

/// What one life costs; times are medians.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Cost {
    pub payments: usize,
    /// The pure function, over all facts.
    pub replay_ms: f64,
    /// The change of a date over HTTP, until it is answered.
    pub backdate_ms: f64,
}

/// Measures lives of every length.
///
/// # Errors
/// When the ledger does not take an account or a payment, or the server not a change.
pub async fn measure(target: &Target, address: SocketAddr) -> anyhow::Result<Vec<Cost>> {
    let payer = payer_of_lives(target).await?;
    let creditor = payer.creditor;
    let options = WriterOptions::default();
    let writer = Writer::start(&target.database, None, Arc::new(ReadModels), options).await?;
    let mut connection = Connection::open(address).await?;
    let mut costs = Vec::new();
    for payments in LENGTHS {
        let today = ids::now().date_naive();
        let days = u64::try_from(payments)? + 2;
        let opened_on = today.checked_sub_days(Days::new(days)).context("a date")?;
        let terms = Terms {
            annual_rate: RATE.parse()?,
            ..Terms::default()
        };
        let id = place_with(&writer, creditor, ("life", terms), opened_on).await?;
        let first = pay_daily(&writer, creditor, AccountId(id), opened_on, payments).await?;
        let mut backdates = Vec::new();
        for time in 0..=TIMES {
            let date = opened_on + Days::new(1 - u64::from(time % 2 == 0));
            let begun = Instant::now();
            backdate(&mut connection, (address, &payer), first, date).await?;
            if time > 0 {
                backdates.push(millis(begun));
            }
        }
        let account = load(target, creditor, AccountId(id)).await?;
        costs.push(Cost {
            payments,
            replay_ms: replay_ms(&account),
            backdate_ms: median(&backdates).unwrap_or_default(),
        });
    }
    Ok(costs)
}

/// Pays an account once a day and says which payment was the first.
async fn pay_daily(
    writer: &Writer,
    creditor: CreditorId,
    account: AccountId,
    opened_on: NaiveDate,
    payments: usize,
) -> anyhow::Result<Uuid> {
    let ids: Vec<Uuid> = (0..payments).map(|_| ids::new_id(ids::now())).collect();
    let mut day = opened_on;
    for chunk in ids.chunks(quittance_store::writer::GROUP_LIMIT) {
        let mut group = Vec::new();
        for id in chunk {
            day = day.succ_opt().context("a date")?;
            let payment = RecordPayment {
                id: FactId(*id),
                amount: PAYMENT,
                method: Method::Ach,
                direction: Direction::ByOrder,
                standing: PaymentStanding::Completed,
                effective: day,
                external_id: None,
            };
            group.push(envelope(creditor, account, Command::RecordPayment(payment)));
        }
        for answer in writer.submit_each(group).await {
            let taken = matches!(&answer, Answer::Fresh(reply) if reply.accepts());
            ensure!(taken, "a payment was not taken: {answer:?}");
        }
    }
    ids.first().copied().context("no payment")
}

async fn backdate(
    connection: &mut Connection,
    (address, payer): (SocketAddr, &Payer),
    payment: Uuid,
    date: NaiveDate,
) -> anyhow::Result<()> {
    let key = &payer.api_key;
    let body = format!("{{\"effective_date\":\"{date}\"}}");
    let request = format!(
        "POST /api/v1/payments/{payment}/backdate HTTP/1.1\r\nHost: {address}\r\n\
         Authorization: Bearer {key}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let reply = connection.exchange(request.as_bytes()).await?;
    let said = String::from_utf8_lossy(reply.body);
    ensure!(
        reply.status == 200,
        "a change of date is answered {}: {said}",
        reply.status
    );
    Ok(())
}

async fn load(
    target: &Target,
    creditor: CreditorId,
    account: AccountId,
) -> anyhow::Result<Account> {
    let readers = target.database.readers(1)?;
    let mut reader = readers.of(creditor).await?;
    let state = load_state(&mut reader, creditor, account, None).await?;
    state.account().cloned().context("the account is gone")
}

fn replay_ms(account: &Account) -> f64 {
    let times: Vec<f64> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            black_box(replay(black_box(&account.terms), black_box(&account.facts)));
            millis(begun)
        })
        .collect();
    median(&times).unwrap_or_default()
}

fn millis(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1_000.0
}
