//! A write to something that a path names: who calls, what is named, and the body, read.

use crate::app::App;
use crate::auth::{Actor, Caller};
use crate::body::{Body, Given, Payload};
use crate::command::{MakeReply, Submission, response};
use crate::path::Ids;
use crate::problem::{Problem, Rejected, Surface};
use crate::sealed::Sealer;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::Command;
use quittance_domain::{AccountId, Currency};
use quittance_store::{Erasable, Reply, RequestKey, ids};

/// What a path names.
pub trait Target<S>: Sized + Send {
    /// Finds it among what the actor's creditor has.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when there is no such thing.
    fn find(
        app: &App,
        actor: &Actor,
        path: &Ids<S>,
    ) -> impl Future<Output = Result<Self, Problem>> + Send;

    /// The account that it belongs to.
    fn account(&self) -> AccountId;
}

/// A write to a `T` with a body `B`.
#[derive(Debug)]
pub struct Write<S, T, B> {
    pub on: T,
    pub body: B,
    /// Of the account.
    pub currency: Currency,
    pub call: Call<S>,
}

/// Who calls, when, and with which request id.
#[derive(Debug)]
pub struct Call<S> {
    pub caller: Caller<S>,
    pub at: DateTime<Utc>,
    account: AccountId,
    request: Option<RequestKey>,
    request_id: String,
    sealed_for: Option<Erasable>,
}

impl<S: Surface> Call<S> {
    /// Whether a repetition is answered with what was answered first.
    pub fn has_request_id(&self) -> bool {
        self.request.is_some()
    }

    pub fn today(&self) -> NaiveDate {
        self.at.date_naive()
    }

    /// What identifies the request, for whoever submits several commands under it.
    pub fn request(&self) -> (Option<RequestKey>, String) {
        (self.request.clone(), self.request_id.clone())
    }

    /// The same with a command that says something sealed, which is refused once its consumer has
    /// been erased.
    pub fn with(mut self, sealer: &Sealer) -> Call<S> {
        self.sealed_for = Some(sealer.erasable());
        self
    }

    /// Submits a command on the account; `reply` shapes what it became.
    ///
    /// # Errors
    /// Those of [`Submission::submit`].
    pub async fn submit(
        self,
        app: &App,
        command: Command,
        status: StatusCode,
        reply: impl MakeReply,
    ) -> Result<Response, Rejected<S>> {
        let (reply, replayed) = self.answer(app, command, status, reply).await?;
        Ok(response(reply, replayed))
    }

    /// [`Call::submit`] for whoever has something to add to the reply: it, and whether it was given
    /// before.
    ///
    /// # Errors
    /// Those of [`Submission::answer`].
    pub async fn answer(
        self,
        app: &App,
        command: Command,
        status: StatusCode,
        reply: impl MakeReply,
    ) -> Result<(Reply, bool), Problem> {
        let submission = Submission::new(self.account, command, self.request, self.request_id);
        let submission = Submission {
            erasable: self.sealed_for,
            ..submission
        };
        submission
            .answer::<S>(app, &self.caller, status, reply)
            .await
    }
}

impl<S: Surface, T: Target<S>, B: Body> FromRequest<App> for Write<S, T, B> {
    type Rejection = Rejected<S>;

    async fn from_request(request: Request, app: &App) -> Result<Self, Rejected<S>> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::<S>::from_request_parts(&mut parts, app).await?;
        let path = Ids::from_request_parts(&mut parts, app).await?;
        let on = T::find(app, &caller, &path).await?;
        let account = on.account();
        let currency = app.currency(caller.creditor, account).await?;
        let mut payload = Payload::<S>::from_request(Request::from_parts(parts, body), app).await?;
        let at = ids::now();
        let given = Given {
            currency,
            today: at.date_naive(),
        };
        let body = payload.read(&given)?;
        let call = Call {
            caller,
            at,
            account,
            request: payload.request,
            request_id: payload.request_id,
            sealed_for: None,
        };
        Ok(Write {
            on,
            body,
            currency,
            call,
        })
    }
}
