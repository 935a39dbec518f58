//! The extractor of whoever calls.

use super::credential::Credential;
use super::{Actor, csrf};
use crate::app::App;
use crate::asked::Asked;
use crate::openapi::Access;
use crate::problem::{Problem, Rejected, Surface};
use crate::request_id;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::marker::PhantomData;
use std::sync::Arc;

/// The authenticated caller of a request to surface `S`, who may do what the endpoint declares.
#[derive(Debug)]
pub struct Caller<S>(pub Arc<Actor>, PhantomData<S>);

impl<S> std::ops::Deref for Caller<S> {
    type Target = Actor;
    fn deref(&self) -> &Actor {
        &self.0
    }
}

impl<S: Surface> FromRequestParts<App> for Caller<S> {
    type Rejection = Rejected<S>;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejected<S>> {
        let access = parts.extensions.get::<Access>().copied();
        let access = access.ok_or_else(|| {
            Problem::defect("an endpoint takes a caller and does not declare whom it needs")
        })?;
        let credential = Credential::of::<S>(&parts.headers).ok_or(Problem::CredentialMissing)?;
        let asked = Asked::left_with(parts).ok_or_else(|| {
            Problem::defect("a request came past the layer that says where it comes from")
        })?;
        let actor = app.actors.actor(app, credential, &asked.whence).await?;
        asked.is_by(&actor);
        // A header is sent by whoever knows the key; a cookie is sent by any page that asks for it.
        if let Credential::Session(session) = credential
            && !parts.method.is_safe()
        {
            csrf::check(&app.csrf_key, &parts.headers, Some(session))?;
        }
        if let Some(api) = S::API {
            actor.require_api(api)?;
        }
        access.check(&actor)?;
        Ok(Caller(
            Arc::new(of_request(&actor, parts, asked)),
            PhantomData,
        ))
    }
}

/// The actor, who in the book is known by the id of the request too.
fn of_request(actor: &Actor, parts: &Parts, asked: &Asked) -> Actor {
    // A key that cannot be one is refused by whoever reads the body.
    let key = request_id::idempotency_key(&parts.headers).ok().flatten();
    let id = key.as_deref().unwrap_or(&asked.id);
    let mut actor = actor.clone();
    actor.name.request = Some(id.into());
    actor
}
