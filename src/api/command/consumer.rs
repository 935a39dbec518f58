//! Commands about consumers.

use super::reply_of;
use crate::app::App;
use crate::auth::Actor;
use crate::problem::Problem;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use quittance_domain::{ConsumerId, consumer};
use quittance_store::{
    Answer, Claim, ConsumerResponder, Envelope, Erasable, Order, Reply, RequestKey,
};

/// A command about a consumer, ready to be submitted.
#[derive(Debug)]
pub struct ConsumerSubmission {
    pub consumer: ConsumerId,
    pub command: consumer::Command,
    pub request: Option<RequestKey>,
    pub claims: Vec<Claim>,
    /// The wrapped key of one who is registered.
    pub wrapped_key: Option<Vec<u8>>,
}

impl ConsumerSubmission {
    /// A command that claims no name and brings no key.
    pub fn of(
        consumer: ConsumerId,
        command: consumer::Command,
        request: Option<RequestKey>,
    ) -> ConsumerSubmission {
        ConsumerSubmission {
            consumer,
            command,
            request,
            claims: Vec::new(),
            wrapped_key: None,
        }
    }

    /// Submits the command and gives the reply that `reply` makes of the moment of its recording,
    /// and whether it was given before.
    ///
    /// The reply is kept, so nothing personal may be in it.
    ///
    /// # Errors
    /// [`Problem`] for everything but an acceptance.
    pub async fn submit(
        self,
        app: &App,
        actor: &Actor,
        status: StatusCode,
        reply: impl Fn(DateTime<Utc>) -> Vec<u8> + Send + Sync + 'static,
    ) -> Result<(Reply, bool), Problem> {
        let envelope = self.envelope(actor, status, reply);
        match app.writer.submit(envelope).await {
            Answer::AccountUnknown => Err(Problem::not_found("customer")),
            answer => reply_of(answer),
        }
    }

    /// The command as the writer takes it.
    pub(crate) fn envelope(
        self,
        actor: &Actor,
        status: StatusCode,
        reply: impl Fn(DateTime<Utc>) -> Vec<u8> + Send + Sync + 'static,
    ) -> Envelope {
        let order = Order::Consumer {
            consumer: self.consumer,
            command: self.command,
            responder: Box::new(RespondConsumer { status, reply }),
        };
        Envelope {
            creditor: actor.creditor,
            order,
            by: actor.name.clone(),
            request: self.request,
            claims: self.claims,
            erasable: self
                .wrapped_key
                .map(|key| Erasable::key(self.consumer, key)),
        }
    }
}

struct RespondConsumer<F> {
    status: StatusCode,
    reply: F,
}

impl<F: Fn(DateTime<Utc>) -> Vec<u8> + Send + Sync> ConsumerResponder for RespondConsumer<F> {
    fn accepted(&self, recorded_at: DateTime<Utc>) -> Reply {
        Reply {
            status: self.status.as_u16(),
            body: (self.reply)(recorded_at).into(),
        }
    }
}
