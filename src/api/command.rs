//! From a parsed request to the writer and back.

use crate::app::App;
use crate::auth::Actor;
use crate::body::Payload;
use crate::problem::{Problem, Rendered, Surface, json_response, unstored};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use quittance_domain::account::{Command, Refusal};
use quittance_domain::creditor::Settings;
use quittance_domain::{AccountId, ConsumerId, consumer, creditor};
use quittance_store::{
    Accepted, Answer, Claim, ConsumerResponder, Envelope, Erasable, Order, Reply, RequestKey,
    Responder, SettingsResponder, Told,
};
use serde_json::Value;
use std::marker::PhantomData;
use uuid::Uuid;

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

/// A change of the actor's creditor's settings, ready to be submitted, as surface `S` answers it.
#[derive(Debug)]
pub struct SettingsSubmission<S> {
    command: creditor::Command,
    request: Option<RequestKey>,
    request_id: String,
    surface: PhantomData<fn() -> S>,
}

impl<S: Surface> SettingsSubmission<S> {
    /// The change that a request asks for, whose body has been read.
    pub fn new(command: creditor::Command, payload: Payload<S>) -> SettingsSubmission<S> {
        SettingsSubmission {
            command,
            request: payload.request,
            request_id: payload.request_id,
            surface: PhantomData,
        }
    }

    /// The id of a setting that is to be removed, which may be gone by this very request, sent before:
    /// the writer is asked all the same, by an id that nothing has, since it knows a repetition.
    ///
    /// # Errors
    /// Any other problem than that there is none.
    pub fn removing(found: Result<Uuid, Problem>) -> Result<Uuid, Problem> {
        match found {
            Err(Problem::NotFound { .. }) => Ok(Uuid::nil()),
            found => found,
        }
    }

    /// Submits the change; `reply` shows the settings as they are then.
    ///
    /// # Errors
    /// [`Problem`] for everything but an acceptance or a refusal, which both are replies.
    pub async fn submit(
        self,
        app: &App,
        actor: &Actor,
        status: StatusCode,
        reply: impl Fn(&Settings) -> Vec<u8> + Send + Sync + 'static,
    ) -> Result<Response, Problem> {
        match self.answer(app, actor, status, reply).await {
            Answer::AccountUnknown => Err(Problem::not_found("setting")),
            answer => respond(answer),
        }
    }

    /// Submits a change whose reply shows a secret, in its member `secret`.
    ///
    /// The reply that is kept has it sealed, and so a repetition can show it again; the digest of
    /// the request is keyed, since the secret may have come with it.
    ///
    /// # Errors
    /// Those of [`SettingsSubmission::submit`].
    pub async fn submit_secret(
        mut self,
        app: &App,
        actor: &Actor,
        status: StatusCode,
        secret: &str,
        reply: impl Fn(&Settings) -> Value + Send + Sync + 'static,
    ) -> Result<Response, Problem> {
        let owner = actor.creditor.0;
        let sealed = app.keyring.seal_secret(owner, secret);
        let sealed = sealed.map_err(Problem::defect)?;
        self.request = self.request.map(|request| request.keyed(&app.keyring));
        let kept = move |settings: &Settings| {
            let mut body = reply(settings);
            body["secret"] = sealed.as_str().into();
            json(&body)
        };
        let answer = self.answer(app, actor, status, kept).await;
        let (mut reply, replayed) = reply_of(answer)?;
        if !reply.accepts() {
            return Ok(response(reply, replayed));
        }
        let mut body: Value = serde_json::from_slice(&reply.body).map_err(Problem::defect)?;
        if let Some(sealed) = body["secret"].as_str() {
            let secret = app.keyring.open_secret(owner, sealed);
            body["secret"] = secret.map_err(Problem::defect)?.into();
            reply.body = json(&body).into();
        }
        Ok(unstored(response(reply, replayed)))
    }

    async fn answer(
        self,
        app: &App,
        actor: &Actor,
        status: StatusCode,
        reply: impl Fn(&Settings) -> Vec<u8> + Send + Sync + 'static,
    ) -> Answer {
        let order = Order::Settings {
            command: self.command,
            responder: Box::new(RespondSettings::<S, _> {
                status,
                reply,
                request_id: self.request_id,
                surface: PhantomData,
            }),
        };
        let envelope = Envelope {
            creditor: actor.creditor,
            order,
            by: actor.name.clone(),
            request: self.request,
            claims: Vec::new(),
            erasable: None,
        };
        app.writer.submit(envelope).await
    }
}

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

/// The reply in an answer, and whether it was given before.
///
/// # Errors
/// [`Problem`] for an answer that is no reply.
pub(crate) fn reply_of(answer: Answer) -> Result<(Reply, bool), Problem> {
    match answer {
        Answer::Fresh(reply) => Ok((reply, false)),
        Answer::Replayed(reply) => Ok((reply, true)),
        Answer::RequestIdReused => Err(Problem::RequestIdReused),
        Answer::AccountUnknown => Err(Problem::not_found("account")),
        Answer::ConsumerErased => Err(Refusal::ConsumerErased.into()),
        Answer::Taken(claim, _) => Err(Problem::Taken(claim)),
        Answer::Unavailable => Err(Problem::Unavailable),
        Answer::Failed => Err(Problem::Internal),
    }
}

/// The response to a request that had this answer.
///
/// # Errors
/// [`Problem`] for an answer that is no reply.
pub(crate) fn respond(answer: Answer) -> Result<Response, Problem> {
    let (reply, replayed) = reply_of(answer)?;
    Ok(response(reply, replayed))
}

/// A reply as a response, which says whether it was given before.
pub(crate) fn response(reply: Reply, replayed: bool) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let response = json_response(status, reply.body);
    match replayed {
        true => marked_replayed(response),
        false => response,
    }
}

/// The response, marked as one that was given before.
pub(crate) fn marked_replayed(mut response: Response) -> Response {
    let name = HeaderName::from_static("idempotent-replayed");
    let headers = response.headers_mut();
    headers.insert(name, HeaderValue::from_static("true"));
    response
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

struct RespondSettings<S, F> {
    status: StatusCode,
    reply: F,
    request_id: String,
    surface: PhantomData<fn() -> S>,
}

impl<S: Surface, F: Fn(&Settings) -> Vec<u8> + Send + Sync> SettingsResponder
    for RespondSettings<S, F>
{
    fn accepted(&self, settings: &Settings) -> Reply {
        Reply {
            status: self.status.as_u16(),
            body: (self.reply)(settings).into(),
        }
    }

    fn refused(&self, refusal: &creditor::Refusal) -> Reply {
        rendered::<S>(&Problem::from(*refusal), &self.request_id)
    }
}

/// A problem as the reply that surface `S` gives to it.
fn rendered<S: Surface>(problem: &Problem, request_id: &str) -> Reply {
    let Rendered { status, body } = S::render(problem, request_id);
    Reply {
        status: status.as_u16(),
        body: body.into(),
    }
}

/// A reply body as JSON text.
pub fn json(body: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(body).unwrap_or_default()
}
