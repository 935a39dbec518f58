//! The log of denied attempts: every request that was turned away at the door.
//!
//! Shape: what was denied goes into a queue, and a task writes it, many at once, so that no request
//! waits for the log, and one that is not denied does nothing for it.
//!
//! Bounds: [`QUEUE`] denials wait; what comes beyond that is not kept, which the program's own log
//! says. How many rows the rest becomes is [`tally`]'s to say, whoever floods.

mod tally;

use crate::asked::{Asked, short};
use crate::auth::Actor;
use crate::problem::Problem;
use chrono::TimeDelta;
use quittance_store::denials::{Attempt, Denial, Reason, forget, insert};
use quittance_store::{Database, Registrar, ids};
use std::time::Duration;
use tally::Tally;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

/// Denials that may wait to be written; all of them are written at once.
const QUEUE: usize = 4_096;
/// Pause between two writes, so that a flood becomes few statements.
const PAUSE: Duration = Duration::from_millis(100);
/// How often it is looked which counts are due.
const LOOK: Duration = Duration::from_secs(1);
/// How often what is too old is forgotten.
const SWEEP: Duration = Duration::from_secs(3_600);

/// How many days a denied attempt is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention(pub u32);

/// Longer than the year that an audit looks at.
impl Default for Retention {
    fn default() -> Retention {
        Retention(400)
    }
}

/// The way to the log; cheap to clone.
#[derive(Clone, Debug)]
pub struct Denials(mpsc::Sender<Denial>);

impl Denials {
    /// Starts the task that writes; it ends with the last handle.
    pub fn start(database: Database, registrar: Registrar, kept: Retention) -> Denials {
        let (sender, queue) = mpsc::channel(QUEUE);
        tokio::spawn(write(queue, database, registrar, kept));
        Denials(sender)
    }

    /// Keeps a request to something that there is, if its problem is that it was turned away.
    pub(crate) fn note(&self, asked: &Asked, problem: &Problem) {
        let Some((reason, lacking)) = denied(problem) else {
            return;
        };
        if let Some(denial) = denial(asked, reason, lacking)
            && self.0.try_send(denial).is_err()
        {
            tracing::warn!("a denied attempt was not kept: too many wait to be written");
        }
    }
}

async fn write(
    mut queue: mpsc::Receiver<Denial>,
    database: Database,
    registrar: Registrar,
    kept: Retention,
) {
    // Not at once: a program that runs for a moment has nothing to sweep.
    let mut sweep = interval_at(Instant::now() + SWEEP, SWEEP);
    sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut look = interval_at(Instant::now() + LOOK, LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut batch, mut tally) = (Vec::new(), Tally::default());
    loop {
        tokio::select! {
            received = queue.recv_many(&mut batch, QUEUE) => {
                put(&registrar, tally.admit(batch.drain(..), ids::now())).await;
                if received == 0 {
                    return put(&registrar, tally.rest()).await;
                }
                tokio::time::sleep(PAUSE).await;
            }
            _ = look.tick() => put(&registrar, tally.due(ids::now())).await,
            _ = sweep.tick() => {
                let kept = TimeDelta::days(kept.0.into());
                match forget(&database, ids::now(), kept).await {
                    Ok(0) => {}
                    Ok(gone) => tracing::info!(gone, "old denied attempts were forgotten"),
                    Err(error) => tracing::warn!(%error, "old denied attempts are still there"),
                }
            }
        }
    }
}

async fn put(registrar: &Registrar, denials: Vec<Denial>) {
    if denials.is_empty() {
        return;
    }
    let written = async {
        let client = registrar.client().await?;
        insert(&client, &denials).await
    };
    if let Err(error) = written.await {
        let lost = denials.len();
        tracing::warn!(%error, lost, "denied attempts were not kept");
    }
}

/// Whether a problem is that somebody was turned away.
fn denied(problem: &Problem) -> Option<(Reason, Option<&'static str>)> {
    Some(match problem {
        Problem::CredentialMissing => (Reason::CredentialMissing, None),
        Problem::CredentialWrong => (Reason::CredentialWrong, None),
        Problem::LoginFailed => (Reason::LoginFailed, None),
        Problem::CsrfFailed => (Reason::CsrfFailed, None),
        Problem::Forbidden { needs } => (Reason::Forbidden, Some(needs)),
        Problem::NotFound { what } => (Reason::NotFound, Some(what)),
        _ => return None,
    })
}

fn denial(asked: &Asked, reason: Reason, lacking: Option<&'static str>) -> Option<Denial> {
    let route = asked.route.as_ref()?.as_str().to_owned();
    let actor: Option<&Actor> = asked.actor();
    let at = ids::now();
    let origin = asked.whence.origin();
    Some(Denial {
        id: ids::new_id(at),
        at,
        request_id: asked.id.clone(),
        attempts: 1,
        attempt: Attempt {
            creditor: actor.map(|actor| actor.creditor),
            reason,
            lacking,
            actor: actor.map(|actor| actor.name.to_string()),
            role: actor.map(|actor| actor.role.name()),
            method: asked.method.to_string(),
            route,
            // Another's may hold a secret.
            path: actor.map(|_| short(&asked.path)),
            address: origin.address,
            user_agent: origin.user_agent,
        },
    })
}
