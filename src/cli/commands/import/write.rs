//! The second pass: good rows go to the writer, many on their way at once.

use super::report::RowError;
use anyhow::{anyhow, bail};
use futures_util::{Stream, StreamExt};
use quittance_api::body::FieldError;
use quittance_api::consumers::is_name;
use quittance_api::digest::request_digest;
use quittance_api::placement::{Debtor, Placement};
use quittance_domain::CreditorId;
use quittance_domain::account::Refusal;
use quittance_domain::creditor::UsState;
use quittance_store::seal::Keyring;
use quittance_store::{Accepted, Answer, Readers, Reply, RequestKey, Responder, Writer};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Rows on their way at once: a full batch behind the one that is being written.
const AT_ONCE: usize = 1_024;
/// How long to wait for a database that is away, and between two attempts.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(250);

/// Who places, as it stands in the book.
const ACTOR: &str = "cli:import";
const CREATED: u16 = 201;

/// Where rows go.
#[derive(Clone, Debug)]
pub struct Target {
    pub writer: Writer,
    pub keyring: Keyring,
    pub readers: Readers,
    pub creditor: CreditorId,
    /// The states in which the creditor is licensed; everywhere when absent.
    pub licensed: Option<BTreeSet<UsState>>,
    /// The file's digest.
    pub digest: String,
}

/// What became of a row.
#[derive(Debug)]
pub enum Outcome {
    Placed,
    PlacedBefore,
    Wrong(Vec<RowError>),
}

/// A good row.
#[derive(Debug)]
pub struct Good {
    pub row: u64,
    pub line: u64,
    pub placement: Placement,
}

/// The request id of a row: the same in every run with the same file, so that none is placed twice.
pub fn request_id(digest: &str, row: u64) -> String {
    format!("import-{digest}-{row}")
}

/// Writes rows and says in their order what became of each.
pub fn write(
    target: &Target,
    rows: impl Iterator<Item = anyhow::Result<Good>>,
) -> impl Stream<Item = anyhow::Result<Outcome>> {
    let actor: Arc<str> = ACTOR.into();
    futures_util::stream::iter(rows)
        .map(move |row| {
            let actor = Arc::clone(&actor);
            async move { place(target, actor, row?).await }
        })
        .buffered(AT_ONCE)
}

async fn place(target: &Target, actor: Arc<str>, good: Good) -> anyhow::Result<Outcome> {
    let Good {
        row,
        line,
        mut placement,
    } = good;
    placement.licensed = target.licensed.clone();
    let id = request_id(&target.digest, row);
    let request = RequestKey {
        digest: request_digest("IMPORT", "accounts", &json!(id)),
        id: id.into(),
    };
    let begun = Instant::now();
    let wrong = |field: &str, message: String| {
        let error = FieldError::new(field, message);
        Ok(Outcome::Wrong(
            RowError::of(row, line, vec![error]).collect(),
        ))
    };
    loop {
        // An account that was prepared twice is placed once: the request id decides.
        let Ok(prepared) = placement.clone().prepare(&target.keyring, target.creditor) else {
            bail!("the operating system gave no randomness");
        };
        let (actor, request) = (Arc::clone(&actor), Some(request.clone()));
        let envelope = prepared.envelope(target.creditor, actor.into(), request, Box::new(Receipt));
        return match target.writer.submit(envelope).await {
            Answer::Fresh(reply) if reply.status == CREATED => Ok(Outcome::Placed),
            Answer::Replayed(reply) if reply.status == CREATED => Ok(Outcome::PlacedBefore),
            Answer::Fresh(reply) | Answer::Replayed(reply) => {
                let said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
                let field = said["field"].as_str().unwrap_or("row");
                wrong(
                    field,
                    said["message"].as_str().unwrap_or("was refused").to_owned(),
                )
            }
            Answer::Taken(name, _) if is_name(&name) => {
                let (readers, keyring) = (&target.readers, &target.keyring);
                placement
                    .attach(readers, keyring, target.creditor, &name)
                    .await
                    .map_err(|problem| anyhow!("a consumer cannot be read: {problem:?}"))?;
                continue;
            }
            Answer::ConsumerErased => {
                placement.consumer = Debtor::New;
                continue;
            }
            Answer::Taken(_, holder) => wrong(
                "creditor_reference",
                format!("is that of account {holder} in the book"),
            ),
            Answer::Unavailable if begun.elapsed() < PATIENCE => {
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            Answer::Unavailable => {
                bail!("the database is away; the same command goes on where this one stopped")
            }
            Answer::AccountUnknown => bail!("the creditor has no book"),
            Answer::RequestIdReused => wrong("row", "its request id is another request's".into()),
            Answer::Failed => wrong("row", "could not be written; the log says why".into()),
        };
    }
}

/// What is kept under a row's request id.
struct Receipt;

impl Responder for Receipt {
    fn accepted(&self, accepted: &Accepted<'_>) -> Reply {
        let body = json!({ "accountId": accepted.account.id });
        Reply {
            status: CREATED,
            body: body.to_string().into(),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Reply {
        let body = json!({ "field": refusal.field(), "message": refusal.to_string() });
        Reply {
            status: 422,
            body: body.to_string().into(),
        }
    }
}
