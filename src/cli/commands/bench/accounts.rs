//! The accounts that are paid: placed once, in the benchmark's own book, and used again.

use super::connection::Connection;
use super::target::Target;
use crate::ledger;
use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use chrono::NaiveDate;
use futures_util::{StreamExt, stream};
use quittance_domain::account::{Command, Details, Opening, Product, Refusal, Terms};
use quittance_domain::journal::Books;
use quittance_domain::{AccountId, ConsumerId, CreditorId, Money};
use quittance_projections::ReadModels;
use quittance_store::keys::{self, KeyRole, NewKey};
use quittance_store::{
    Accepted, Answer, Claim, Envelope, Order, Reply, Responder, Role, Writer, WriterOptions,
    creditors, ids,
};
use std::net::SocketAddr;
use std::sync::Arc;
use uuid::Uuid;

/// The creditor that owns the benchmark's book when no key names another.
const CREDITOR: &str = "Benchmark";
/// The creditor of the lives.
const CREDITOR_OF_LIVES: &str = "Benchmark of lives";
/// Who asks, as it stands in the book.
const ACTOR: &str = "bench";
/// Commands handed to the writer at once; a full queue would refuse.
const AT_ONCE: usize = 2_048;
/// What each account owes at first: a thousand million, which no run pays off.
const PRINCIPAL: Money = Money::from_minor(100_000_000_000);

/// Whose accounts are paid, and the key that may pay them.
#[derive(Debug)]
pub struct Payer {
    pub creditor: CreditorId,
    pub api_key: String,
}

/// The owner of a given key, or the benchmark's own creditor with a key made for the occasion.
///
/// # Errors
/// When the key is not known, or the database refuses.
pub async fn payer(target: &Target, given: Option<&str>) -> anyhow::Result<Payer> {
    if let Some(key) = given {
        let readers = target.database.readers(1)?;
        let found = keys::find(&readers, key)
            .await?
            .context("the key is not known here")?;
        return Ok(Payer {
            creditor: found.creditor,
            api_key: key.to_owned(),
        });
    }
    own(target, CREDITOR).await
}

/// The creditor of the lives, with a key made for the occasion.
///
/// # Errors
/// When the database refuses.
pub async fn payer_of_lives(target: &Target) -> anyhow::Result<Payer> {
    own(target, CREDITOR_OF_LIVES).await
}

async fn own(target: &Target, wanted: &str) -> anyhow::Result<Payer> {
    let known = ledger::list(&target.database).await?;
    let known = known.into_iter().find(|(_, name)| name == wanted);
    let mut writer = target.database.connect(Role::Writer).await?;
    let creditor = match known {
        Some((creditor, _)) => creditor,
        None => creditors::register(&mut writer, wanted, Books::Owner, ACTOR).await?,
    };
    let key = NewKey {
        name: "benchmark",
        role: KeyRole::LoanOfficer,
        scopes: &[],
        expires_at: Some(ids::now() + chrono::Duration::days(1)),
    };
    let api_key = keys::mint(&mut writer, creditor, key, ACTOR).await?.key;
    Ok(Payer { creditor, api_key })
}

/// Makes sure that the server knows the key, and so that it serves from this database.
///
/// # Errors
/// When it does not.
pub async fn introduce(payer: &Payer, address: SocketAddr) -> anyhow::Result<()> {
    let request = format!(
        "GET /api/v1/payments?range=[0,0] HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\r\n",
        payer.api_key
    );
    let mut connection = Connection::open(address).await?;
    let reply = connection.exchange(request.as_bytes()).await?;
    if reply.status == 401 {
        bail!("the server does not know the key; does it serve from this database?");
    }
    ensure!(
        reply.status == 200,
        "the server answers {} to a list of payments",
        reply.status
    );
    Ok(())
}

/// As many accounts as wanted: those of earlier runs, and new ones for what is missing.
///
/// # Errors
/// When the ledger does not take one.
pub async fn prepare(
    target: &Target,
    creditor: CreditorId,
    wanted: usize,
) -> anyhow::Result<Vec<Uuid>> {
    let mut accounts = existing(target, creditor, wanted).await?;
    let missing = wanted.saturating_sub(accounts.len());
    if missing == 0 {
        return Ok(accounts);
    }
    tracing::info!(missing, "placing accounts");
    let writer = Writer::start(
        &target.database,
        None,
        Arc::new(ReadModels),
        WriterOptions::default(),
    )
    .await?;
    let mut placed = stream::iter(0..missing)
        .map(|_| place(&writer, creditor))
        .buffer_unordered(AT_ONCE);
    while let Some(account) = placed.next().await {
        accounts.push(account?);
    }
    Ok(accounts)
}

async fn existing(
    target: &Target,
    creditor: CreditorId,
    limit: usize,
) -> anyhow::Result<Vec<Uuid>> {
    let readers = target.database.readers(1)?;
    let mut reader = readers.of(creditor).await?;
    let limit = i64::try_from(limit)?;
    let rows = reader
        .query(include_str!("sql/accounts.sql"), &[&creditor.0, &limit])
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

async fn place(writer: &Writer, creditor: CreditorId) -> anyhow::Result<Uuid> {
    // Without interest a payment is the same work on every day.
    let today = ids::now().date_naive();
    place_with(writer, creditor, ("bench", Terms::default()), today).await
}

/// Places an account whose number begins with a word.
///
/// # Errors
/// When the ledger does not take it.
pub async fn place_with(
    writer: &Writer,
    creditor: CreditorId,
    (word, terms): (&str, Terms),
    opened_on: NaiveDate,
) -> anyhow::Result<Uuid> {
    let at = ids::now();
    let account = AccountId(ids::new_id(at));
    let number: Box<str> = format!("{word}-{account}").into();
    let opening = Opening {
        account,
        // Nothing is known of this consumer, so there is no key either.
        consumer: ConsumerId(ids::new_id(at)),
        number: number.clone(),
        product: Product::Placed,
        terms,
        opened_on,
        principal: PRINCIPAL,
        interest: Money::ZERO,
        fees: Money::ZERO,
        details: Details::default(),
        sealed: "".into(),
        consumer_known: false,
    };
    let command = Command::PlaceAccount(Box::new(opening));
    let mut envelope = envelope(creditor, account, command);
    envelope.claims = vec![Claim {
        kind: "account_number",
        name: number,
    }];
    match writer.submit(envelope).await {
        Answer::Fresh(Reply { status: 201, .. }) => Ok(account.0),
        answer => bail!("an account could not be placed: {answer:?}"),
    }
}

/// A command of the benchmark's own, answered with a status alone.
pub fn envelope(creditor: CreditorId, account: AccountId, command: Command) -> Envelope {
    Envelope {
        creditor,
        order: Order::Account {
            account,
            command,
            responder: Box::new(Status),
        },
        by: ACTOR.into(),
        request: None,
        claims: Vec::new(),
        erasable: None,
    }
}

/// Answers with a status alone: nobody reads more.
struct Status;

impl Responder for Status {
    fn accepted(&self, _: &Accepted<'_>) -> Reply {
        Reply {
            status: 201,
            body: Bytes::new(),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Reply {
        Reply {
            status: 409,
            body: refusal.to_string().into(),
        }
    }
}
