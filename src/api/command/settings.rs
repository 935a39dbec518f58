//! Changes of a creditor's settings.

use super::{json, rendered, reply_of, respond, response};
use crate::app::App;
use crate::auth::Actor;
use crate::body::Payload;
use crate::problem::{Problem, Surface, unstored};
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::creditor::{self, Settings};
use quittance_store::{Answer, Envelope, Order, Reply, RequestKey, SettingsResponder};
use serde_json::Value;
use std::marker::PhantomData;
use uuid::Uuid;

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
