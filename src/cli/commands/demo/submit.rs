//! Sending the portfolio through the writer, as a surface does.

use super::life::{Life, Step};
use super::portfolio::{Place, in_order};
use anyhow::{Context, bail};
use futures_util::{StreamExt, TryStreamExt};
use quittance_api::consumers::names;
use quittance_api::digest::request_digest;
use quittance_api::placement::ACCOUNT_NUMBER;
use quittance_domain::CreditorId;
use quittance_domain::account::{Command, FileDispute, Opening, Refusal, ResolveDispute};
use quittance_store::seal::{ConsumerKey, Keyring};
use quittance_store::{
    Accepted, Answer, By, Claim, Envelope, Erasable, Order, Reply, RequestKey, Responder, Writer,
};
use serde_json::json;

/// Commands on their way at once: enough for full batches, far less than the writer's queue.
const AT_ONCE: usize = 256;

/// Who asks, as it stands in the book.
const ACTOR: &str = "cli:demo";

/// Where a portfolio goes.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    pub writer: &'a Writer,
    pub keyring: &'a Keyring,
    pub creditor: CreditorId,
    /// Distinguishes the request ids of portfolios within a book.
    pub seed: u64,
}

/// Submits every step in the order of its day; `done` is called after each.
///
/// Commands are queued in order and one creditor has one writer, so they are decided in order too,
/// and the sequences in the book follow from the seed like everything else.
///
/// # Errors
/// When the ledger answers otherwise than the story foresaw.
pub async fn submit(target: Target<'_>, lives: &[Life], done: impl Fn()) -> anyhow::Result<()> {
    let actor: By = ACTOR.into();
    let keys: Result<Vec<Key>, _> = lives.iter().map(|life| key(target, life)).collect();
    let keys = keys?;
    futures_util::stream::iter(in_order(lives))
        .map(|place| {
            let life = &lives[place.life];
            let asked = &life.steps[place.step];
            step(target, &actor, life, &keys[place.life], asked, place)
        })
        .buffered(AT_ONCE)
        .try_for_each(|()| {
            done();
            std::future::ready(Ok(()))
        })
        .await
}

async fn step(
    target: Target<'_>,
    actor: &By,
    life: &Life,
    key: &Key,
    step: &Step,
    place: Place,
) -> anyhow::Result<()> {
    let envelope = envelope(target, actor, life, key, step, place)?;
    let what = || format!("{} of account {}", step.command.name(), life.opening.number);
    match target.writer.submit(envelope).await {
        Answer::Fresh(reply) | Answer::Replayed(reply) if reply.body == foreseen(step) => Ok(()),
        Answer::Fresh(reply) | Answer::Replayed(reply) => {
            bail!("{} became {}", what(), String::from_utf8_lossy(&reply.body))
        }
        answer => bail!("{} was not written: {answer:?}", what()),
    }
}

fn envelope(
    target: Target<'_>,
    actor: &By,
    life: &Life,
    (key, wrapped): &Key,
    step: &Step,
    place: Place,
) -> anyhow::Result<Envelope> {
    let (mut claims, mut erasable) = (Vec::new(), None);
    let command = match &step.command {
        Command::CreateLoan(opening) | Command::PlaceAccount(opening) => {
            let plain = serde_json::to_vec(&life.personal).context("a person cannot be written")?;
            let sealed = key.seal(&plain)?.into();
            claims.push(Claim {
                kind: ACCOUNT_NUMBER,
                name: opening.number.clone(),
            });
            let email = life.personal.email.as_deref();
            claims.extend(names(target.keyring, target.creditor, None, email));
            erasable = Some(Erasable::key(opening.consumer, wrapped.clone()));
            let opening = Box::new(Opening {
                sealed,
                ..(**opening).clone()
            });
            match step.command {
                Command::CreateLoan(_) => Command::CreateLoan(opening),
                _ => Command::PlaceAccount(opening),
            }
        }
        Command::FileDispute(dispute) => Command::FileDispute(FileDispute {
            sealed: key.seal(dispute.sealed.as_bytes())?.into(),
            ..dispute.clone()
        }),
        Command::ResolveDispute(resolved) => {
            let seal = |found: &str| key.seal(found.as_bytes()).map(Into::into);
            Command::ResolveDispute(ResolveDispute {
                sealed: resolved.sealed.as_deref().map(seal).transpose()?,
                ..resolved.clone()
            })
        }
        command => command.clone(),
    };
    let id = format!(
        "demo-{}-{}-{}-{}",
        target.seed, life.today, place.life, place.step
    );
    let digest = request_digest("DEMO", step.command.name(), &json!(id));
    Ok(Envelope {
        creditor: target.creditor,
        order: Order::Account {
            account: life.opening.account,
            command,
            responder: Box::new(Names),
        },
        by: actor.clone(),
        request: Some(RequestKey {
            id: id.into(),
            digest,
        }),
        claims,
        erasable,
    })
}

/// A consumer's own key, under which what is personal is sealed, and the same wrapped.
type Key = (ConsumerKey, Vec<u8>);

fn key(target: Target<'_>, life: &Life) -> anyhow::Result<Key> {
    let consumer = life.opening.consumer.0;
    Ok(target.keyring.new_consumer_key(consumer)?)
}

/// Replies with the names of the events.
struct Names;

impl Responder for Names {
    fn accepted(&self, accepted: &Accepted<'_>) -> Reply {
        let names = accepted.events.iter().map(|recorded| recorded.event.name());
        Reply {
            status: 200,
            body: body(names),
        }
    }

    fn refused(&self, _: &Refusal) -> Reply {
        Reply {
            status: 422,
            body: body(["command.refused"].into_iter()),
        }
    }
}

fn foreseen(step: &Step) -> bytes::Bytes {
    body(step.becomes.iter().copied())
}

fn body(names: impl Iterator<Item = &'static str>) -> bytes::Bytes {
    json!({ "events": names.collect::<Vec<_>>() })
        .to_string()
        .into()
}
