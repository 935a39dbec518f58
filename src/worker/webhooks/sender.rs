//! Sending what is due, many at once and few to each endpoint.

use super::outbox::{Claimed, Ended, Fate, Outbox};
use super::request::{Answer, Outgoing, Post};
use super::roster::{Endpoint, Roster};
use super::sign::{self, Letter};
use super::tls::Tls;
use super::{Office, schedule};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use quittance_domain::CreditorId;
use quittance_domain::creditor::{Command, Disabled, Refusal, Settings};
use quittance_store::ids::{new_id, now};
use quittance_store::writer::Order;
use quittance_store::{DatabaseError, Envelope, Reply, Role, SettingsResponder};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio_postgres::Client;
use uuid::Uuid;

/// Messages on their way at once.
pub(super) const AT_ONCE: usize = 64;
/// Of those, to one endpoint.
pub(super) const TO_ONE: usize = 16;
/// Between two looks at what is due.
const INTERVAL: Duration = Duration::from_millis(250);
/// After something went wrong.
const PAUSE: Duration = Duration::from_secs(1);
/// Beyond the time that a receiver has, a claim lasts for the looking up and the writing down.
const SLACK: Duration = Duration::from_secs(5);

/// Who disables an endpoint, as it stands in the book.
const ACTOR: &str = "webhooks";

/// Sends for as long as the process runs.
pub(super) async fn keep_sending(office: Office) {
    let post = Post {
        reach: office.options.reach,
        tls: Tls::of_system(),
    };
    loop {
        if let Err(error) = send_all(&office, &post).await {
            tracing::warn!(%error, "webhooks: what is due could not be sent");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn send_all(office: &Office, post: &Post) -> Result<(), DatabaseError> {
    let client = office.database.connect(Role::Writer).await?;
    // What is lost of this with the machine is sent again, under the same id.
    client.batch_execute("SET synchronous_commit = off").await?;
    let mut sender = Sender {
        outbox: Outbox::prepare(&client).await?,
        client,
        office: office.clone(),
        post: post.clone(),
        roster: Roster::default(),
        busy: HashMap::new(),
        turn: 0,
    };
    let mut sending = JoinSet::new();
    loop {
        let claimed = sender.claim(sending.len()).await?;
        let idle = claimed.is_empty();
        for claimed in claimed {
            sender.start(claimed, &mut sending);
        }
        let mut ended = Vec::new();
        if idle || sending.len() >= AT_ONCE {
            tokio::select! {
                Some(one) = sending.join_next() => ended.extend(one),
                () = office.made.notified() => {}
                () = tokio::time::sleep(INTERVAL) => {}
            }
        }
        while let Some(one) = sending.try_join_next() {
            ended.extend(one);
        }
        sender.settle(ended).await?;
    }
}

struct Sender {
    client: Client,
    outbox: Outbox,
    office: Office,
    post: Post,
    roster: Roster,
    /// How many messages are on their way to each endpoint.
    busy: HashMap<Uuid, usize>,
    /// Which endpoint comes first, so that each does in its turn.
    turn: usize,
}

impl Sender {
    /// Claims as many messages as there is room for, beside those on their way.
    async fn claim(&mut self, sending: usize) -> Result<Vec<Claimed>, DatabaseError> {
        let fresh = self.roster.refresh(&self.office.database, &self.client);
        if fresh.await? {
            self.client.batch_execute(&self.roster.tenants()).await?;
        }
        let now = now();
        let mut free = AT_ONCE.saturating_sub(sending);
        let mut endpoints: Vec<&Endpoint> = self.roster.endpoints.values().collect();
        if endpoints.is_empty() || free == 0 {
            return Ok(Vec::new());
        }
        endpoints.sort_unstable_by_key(|endpoint| endpoint.webhook.id);
        self.turn = (self.turn + 1) % endpoints.len();
        endpoints.rotate_left(self.turn);
        let mut rooms = Vec::new();
        for endpoint in endpoints {
            let busy = self.busy.get(&endpoint.webhook.id).copied().unwrap_or(0);
            let room = TO_ONE.saturating_sub(busy).min(free);
            if room > 0 {
                free -= room;
                let lease = self.timeout(endpoint) + SLACK;
                rooms.push((endpoint, i32::try_from(room).unwrap_or(1), now + lease));
            }
        }
        Ok(self.outbox.claim(&self.client, &rooms, now).await?)
    }

    fn timeout(&self, endpoint: &Endpoint) -> Duration {
        let own = self.office.options.timeout;
        own.unwrap_or_else(|| schedule::timeout(endpoint.webhook.dialect))
    }

    /// Begins to send a message.
    fn start(&mut self, claimed: Claimed, sending: &mut JoinSet<Ended>) {
        let Some(endpoint) = self.roster.endpoints.get(&claimed.webhook) else {
            // Removed this moment: the claim runs out and nobody renews it.
            return;
        };
        *self.busy.entry(claimed.webhook).or_default() += 1;
        let (endpoint, timeout) = (endpoint.clone(), self.timeout(endpoint));
        let (office, post) = (self.office.clone(), self.post.clone());
        sending.spawn(async move { send(&office, &post, &endpoint, claimed, timeout).await });
    }

    /// Writes down how messages ended, and disables the endpoints that will have no more.
    async fn settle(&mut self, ended: Vec<Ended>) -> Result<(), DatabaseError> {
        if ended.is_empty() {
            return Ok(());
        }
        for one in &ended {
            if let Some(busy) = self.busy.get_mut(&one.claimed.webhook) {
                *busy = busy.saturating_sub(1);
            }
        }
        let failures = self.outbox.settle(&mut self.client, &ended, now()).await?;
        for one in ended.iter().filter(|one| one.status == Some(GONE)) {
            self.disable(one.claimed.webhook, Disabled::Gone).await;
        }
        for (webhook, failures) in failures {
            let endpoint = self.roster.endpoints.get(&webhook);
            let patience = endpoint.map(|endpoint| schedule::patience(endpoint.webhook.dialect));
            if patience.is_some_and(|patience| failures >= patience) {
                self.disable(webhook, Disabled::Failing).await;
            }
        }
        Ok(())
    }

    /// Disables an endpoint, which is an event of its creditor's book.
    async fn disable(&mut self, webhook: Uuid, reason: Disabled) {
        let Some(endpoint) = self.roster.endpoints.remove(&webhook) else {
            return;
        };
        let creditor = endpoint.creditor;
        tracing::warn!(%creditor, %webhook, reason = reason.name(), "a webhook is disabled");
        let envelope = envelope(creditor, Command::DisableWebhook { webhook, reason });
        self.office.writer.submit(envelope).await;
    }
}

/// Nothing more is wanted (RFC 9110, section 15.5.11).
const GONE: i16 = 410;

fn envelope(creditor: CreditorId, command: Command) -> Envelope {
    Envelope {
        creditor,
        order: Order::Settings {
            command,
            responder: Box::new(Unheard),
        },
        by: ACTOR.into(),
        request: None,
        claims: Vec::new(),
        erasable: None,
    }
}

/// Nobody waits for what the book says to it.
struct Unheard;

impl SettingsResponder for Unheard {
    fn accepted(&self, _: &Settings) -> Reply {
        Reply {
            status: 200,
            body: Bytes::new(),
        }
    }

    fn refused(&self, _: &Refusal) -> Reply {
        Reply {
            status: 409,
            body: Bytes::new(),
        }
    }
}

/// Sends a message once.
async fn send(
    office: &Office,
    post: &Post,
    endpoint: &Endpoint,
    claimed: Claimed,
    timeout: Duration,
) -> Ended {
    let (started_at, begun) = (now(), Instant::now());
    let answer = match headers(office, endpoint, &claimed, started_at) {
        Some(headers) => {
            let outgoing = Outgoing {
                url: endpoint.webhook.url.to_string(),
                headers,
                body: claimed.body.clone().into(),
                follows_redirects: schedule::follows_redirects(endpoint.webhook.dialect),
                timeout,
            };
            post.send(&outgoing).await
        }
        None => Answer {
            error: Some("its secret cannot be opened with this master key".to_owned()),
            ..Answer::default()
        },
    };
    let took = i32::try_from(begun.elapsed().as_millis()).unwrap_or(i32::MAX);
    let fate = fate(office, endpoint, &claimed, &answer);
    let unwanted = answer.status.filter(|_| fate != Fate::Delivered);
    let error = answer
        .error
        .or(unwanted.map(|status| format!("answered {status}")));
    Ended {
        claimed,
        started_at,
        took_ms: took,
        status: answer.status.and_then(|status| i16::try_from(status).ok()),
        error,
        fate,
    }
}

fn headers(
    office: &Office,
    endpoint: &Endpoint,
    claimed: &Claimed,
    at: DateTime<Utc>,
) -> Option<Vec<(&'static str, String)>> {
    let webhook = &endpoint.webhook;
    let open = |sealed: &str| office.keyring.open_secret(webhook.id, sealed).ok();
    let retiring = webhook.retiring.as_ref();
    let retiring = retiring.filter(|retiring| at < retiring.until);
    let retiring = retiring.and_then(|retiring| open(&retiring.sealed));
    let letter = Letter {
        creditor: claimed.creditor,
        dialect: webhook.dialect,
        id: claimed.id,
        attempt: new_id(at),
        topic: &claimed.topic,
        body: &claimed.body,
        at,
    };
    let secret = open(&webhook.sealed_secret)?;
    Some(sign::headers(&letter, &secret, retiring.as_deref()))
}

/// What becomes of a message that was answered like this.
fn fate(office: &Office, endpoint: &Endpoint, claimed: &Claimed, answer: &Answer) -> Fate {
    let dialect = endpoint.webhook.dialect;
    if answer
        .status
        .is_some_and(|status| schedule::takes(dialect, status))
    {
        return Fate::Delivered;
    }
    if answer.status == Some(GONE.unsigned_abs()) {
        return Fate::Dead;
    }
    let attempts = usize::try_from(claimed.attempts - claimed.attempts_before).unwrap_or(1);
    let own = office.options.retries.as_deref();
    let mut chance = [0];
    // Without a random number it is sent again without having been put off at random.
    let _ = getrandom::fill(&mut chance);
    match schedule::delay(dialect, own, attempts, answer.retry_after, chance[0]) {
        Some(delay) => Fate::Again(now() + delay),
        None => Fate::Dead,
    }
}
