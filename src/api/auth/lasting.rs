//! The caller of a request that lasts: who is asked again whether it may go on.

use super::Caller;
use super::credential::Credential;
use crate::app::App;
use crate::asked::{Asked, Whence};
use crate::openapi::Access;
use crate::problem::{Rejected, Surface};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// A caller with what it came with, so that a reply that goes on for hours ends when the caller is
/// revoked, disabled, or has come to the end of its session.
#[derive(Debug)]
pub struct Lasting<S> {
    pub caller: Caller<S>,
    headers: HeaderMap,
    whence: Whence,
    access: Option<Access>,
}

impl<S: Surface> FromRequestParts<App> for Lasting<S> {
    type Rejection = Rejected<S>;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejected<S>> {
        Ok(Lasting {
            caller: Caller::from_request_parts(parts, app).await?,
            headers: parts.headers.clone(),
            whence: Asked::whence_of(parts),
            access: parts.extensions.get::<Access>().copied(),
        })
    }
}

impl<S: Surface> Lasting<S> {
    /// Whether the caller may still do what it began.
    ///
    /// A database that is away does not end what could go on as soon as it is back.
    pub async fn may_go_on(&self, app: &App) -> bool {
        let Some(credential) = Credential::of::<S>(&self.headers) else {
            return false;
        };
        match app.actors.actor(app, credential, &self.whence).await {
            Ok(actor) => self
                .access
                .is_some_and(|access| access.check(&actor).is_ok()),
            Err(problem) => problem.is_passing(),
        }
    }
}
