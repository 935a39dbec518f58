//! Commands on accounts.

use super::{rendered, reply_of, response};
use crate::app::App;
use crate::auth::Actor;
use crate::problem::{Problem, Surface};
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::AccountId;
use quittance_domain::account::{Command, Refusal};
use quittance_store::{
    Accepted, Claim, Envelope, Erasable, Order, Reply, RequestKey, Responder, Told,
};
use std::marker::PhantomData;

/// A command ready to be submitted for an actor.
#[derive(Debug)]
pub struct Submission {
    pub account: AccountId,
    pub command: Command,
    pub request: Option<RequestKey>,
    pub request_id: String,
    pub claims: Vec<Claim>,
    /// What is to be kept of the consumer beside the book.
    pub erasable: Option<Erasable>,
}

impl Submission {
    /// A command on an account that exists.
    pub fn new(
        account: AccountId,
        command: Command,
        request: Option<RequestKey>,
        request_id: String,
    ) -> Submission {
        let (claims, erasable) = (Vec::new(), None);
        Submission {
            account,
            command,
            request,
            request_id,
            claims,
            erasable,
        }
    }

    /// Submits the command; `reply` shapes what it became, in surface `S`.
    ///
    /// # Errors
    /// [`Problem`] for everything but an acceptance or a refusal, which both are replies.
    pub async fn submit<S: Surface>(
        self,
        app: &App,
        actor: &Actor,
        status: StatusCode,
        reply: impl MakeReply,
    ) -> Result<Response, Problem> {
        let (reply, replayed) = self.answer::<S>(app, actor, status, reply).await?;
        Ok(response(reply, replayed))
    }

    /// The reply to the command, and whether it was given before.
    ///
    /// # Errors
    /// Those of [`Submission::submit`].
    pub async fn answer<S: Surface>(
        self,
        app: &App,
        actor: &Actor,
        status: StatusCode,
        reply: impl MakeReply,
    ) -> Result<(Reply, bool), Problem> {
        let envelope = self.envelope::<S>(actor, status, reply);
        reply_of(app.writer.submit(envelope).await)
    }

    /// The command as the writer takes it.
    pub(crate) fn envelope<S: Surface>(
        self,
        actor: &Actor,
        status: StatusCode,
        reply: impl MakeReply,
    ) -> Envelope {
        let responder = Respond::<S, _> {
            status,
            reply,
            request_id: self.request_id,
            surface: PhantomData,
        };
        Envelope {
            creditor: actor.creditor,
            order: Order::Account {
                account: self.account,
                command: self.command,
                responder: Box::new(responder),
            },
            by: actor.name.clone(),
            request: self.request,
            claims: self.claims,
            erasable: self.erasable,
        }
    }
}

/// Makes the body of a reply to an accepted command.
///
/// A function of what the command became is one; [`OfEvent`] spares the ledger to keep the body.
pub trait MakeReply: Send + Sync + 'static {
    fn accepted(&self, accepted: &Accepted<'_>) -> Vec<u8>;

    /// The body, if it can be made of the command's one event alone.
    fn tell(&self, _: &Told<'_>) -> Option<Vec<u8>> {
        None
    }
}

impl<F> MakeReply for F
where
    F: Fn(&Accepted<'_>) -> Vec<u8> + Send + Sync + 'static,
{
    fn accepted(&self, accepted: &Accepted<'_>) -> Vec<u8> {
        self(accepted)
    }
}

impl MakeReply for Box<dyn MakeReply> {
    fn accepted(&self, accepted: &Accepted<'_>) -> Vec<u8> {
        (**self).accepted(accepted)
    }

    fn tell(&self, told: &Told<'_>) -> Option<Vec<u8>> {
        (**self).tell(told)
    }
}

/// A reply that is made of the command's event, when it is recorded and when the request is
/// repeated, or else of what the command became, when that is more than one event.
#[derive(Clone, Copy, Debug)]
pub struct OfEvent<E, A> {
    pub event: E,
    pub accepted: A,
}

impl<E, A> MakeReply for OfEvent<E, A>
where
    E: Fn(&Told<'_>) -> Option<Vec<u8>> + Send + Sync + 'static,
    A: Fn(&Accepted<'_>) -> Vec<u8> + Send + Sync + 'static,
{
    fn accepted(&self, accepted: &Accepted<'_>) -> Vec<u8> {
        (self.accepted)(accepted)
    }

    fn tell(&self, told: &Told<'_>) -> Option<Vec<u8>> {
        (self.event)(told)
    }
}

struct Respond<S, F> {
    status: StatusCode,
    reply: F,
    request_id: String,
    surface: PhantomData<fn() -> S>,
}

impl<S: Surface, F: MakeReply> Responder for Respond<S, F> {
    fn accepted(&self, accepted: &Accepted<'_>) -> Reply {
        Reply {
            status: self.status.as_u16(),
            body: self.reply.accepted(accepted).into(),
        }
    }

    fn tell(&self, told: &Told<'_>) -> Option<Reply> {
        Some(Reply {
            status: self.status.as_u16(),
            body: self.reply.tell(told)?.into(),
        })
    }

    fn refused(&self, refusal: &Refusal) -> Reply {
        rendered::<S>(&Problem::Refused(*refusal), &self.request_id)
    }
}
