//! What approving, rejecting and deactivating have in common.

use super::ADMINISTRATION;
use super::plan_view::{PlanView, schema};
use super::render::Plans;
use super::selection::Selection;
use super::{ids, read};
use crate::app::App;
use crate::auth::Actor;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::{Submission, json};
use crate::group::{Member, Part, Whole};
use crate::openapi::{Endpoint, Noun};
use crate::problem::{Problem, Rendered, Surface};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use quittance_domain::PlanId;
use quittance_domain::account::Command;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, Erasable, Mode, RequestKey};
use serde_json::{Value, json as object};
use std::sync::Arc;

/// What every decision asks for.
struct Asked {
    administration: Option<String>,
    fields: Option<String>,
}

impl Body for Asked {
    fn read(fields: &mut Fields, _: &Given) -> Asked {
        Asked {
            administration: ids::administration(fields),
            fields: fields.text("fields", 4_096),
        }
    }
}

/// What the endpoints of decisions have in common.
pub fn decision(endpoint: Endpoint, on: &'static Noun) -> Endpoint {
    endpoint
        .needs(KeyRole::Collector, "payment_plans:write")
        .id("id", on)
        .body::<Asked>()
        .or_form()
        .example("The plan", object!({ "administration_id": ADMINISTRATION }))
        .replies(StatusCode::OK, "The plan.", schema())
}

/// Decides on the plan that a path names: `command` on every account that it covers, after which
/// `change` makes the plan what it then is.
pub async fn decide(
    app: &App,
    actor: &Actor,
    headers: &HeaderMap,
    id: &str,
    mut payload: Payload<Plans>,
    command: impl Fn(PlanId) -> Command,
    change: impl Fn(&mut PlanView, DateTime<Utc>) + Send + Sync + 'static,
) -> Result<Response, Problem> {
    let asked: Asked = payload.read(&Given::on(now().date_naive()))?;
    ids::check_administration(asked.administration.as_deref(), actor.creditor)?;
    let selection = Selection::parse(asked.fields.as_deref())?;
    let id = ids::plan(id)?;
    let mut reader = app.readers.of(actor.creditor).await?;
    let view = read::plan(app, &mut reader, actor.creditor, id).await?;
    drop(reader);
    let commands = view
        .accounts
        .iter()
        .map(|(account, _)| (*account, command(view.plan)));
    let mut parts = Parts::new(commands.collect(), payload.request, payload.request_id);
    parts.status = StatusCode::OK;
    let reason = view.reason.clone();
    let reply = move |accepted: &Accepted<'_>| {
        let mut view = view.clone();
        view.updated_at = accepted.recorded_at;
        change(&mut view, accepted.recorded_at);
        json(&view.without_secrets())
    };
    let response = parts.submit(app, actor, reply).await?;
    finish(app, actor, headers, &selection, reason.as_deref(), response).await
}

/// One command on each account of a plan; all are accepted or none is.
pub struct Parts {
    commands: Vec<(quittance_domain::AccountId, Command)>,
    pub status: StatusCode,
    /// Whose personal data is sealed in them.
    pub erasable: Option<Erasable>,
    request: Option<RequestKey>,
    request_id: String,
}

impl Parts {
    pub fn new(
        commands: Vec<(quittance_domain::AccountId, Command)>,
        request: Option<RequestKey>,
        request_id: String,
    ) -> Parts {
        Parts {
            commands,
            status: StatusCode::CREATED,
            erasable: None,
            request,
            request_id,
        }
    }

    /// Submits them; the reply is that of the account that leads.
    pub async fn submit(
        self,
        app: &App,
        actor: &Actor,
        reply: impl Fn(&Accepted<'_>) -> Vec<u8> + Send + Sync + 'static,
    ) -> Result<Response, Problem> {
        let (status, request_id) = (self.status, self.request_id);
        let reply = Arc::new(reply);
        let members = self.commands.into_iter().map(|(account, command)| {
            let submission = Submission {
                erasable: self.erasable.clone(),
                ..Submission::new(account, command, None, request_id.clone())
            };
            let reply = Arc::clone(&reply);
            Member::new(submission, status, move |accepted: &Accepted<'_>| {
                reply(accepted)
            })
        });
        let whole = Whole {
            mode: Mode::AllOrNothing,
            members: members.collect(),
            request: self.request,
            request_id: request_id.clone(),
        };
        whole.submit::<Plans>(app, actor, lead).await
    }
}

/// The reply of the account that leads, or of the one whose refusal has kept all from it.
fn lead(parts: &[Option<Part>]) -> Rendered {
    let refused = parts.iter().flatten().find(|part| !part.is_accepted());
    let leads = parts.first().and_then(Option::as_ref);
    match refused.or(leads) {
        Some(part) => Rendered {
            status: part.status,
            body: part.body.to_vec(),
        },
        None => Plans::render(&Problem::Internal, ""),
    }
}

/// The reply with what is not kept of it, and only with what was asked for.
///
/// A reply that was kept is about the plan that it names, which this request did not make.
pub async fn finish(
    app: &App,
    actor: &Actor,
    headers: &HeaderMap,
    selection: &Selection,
    reason: Option<&str>,
    response: Response,
) -> Result<Response, Problem> {
    if !response.status().is_success() {
        return Ok(response);
    }
    let (mut parts, body) = response.into_parts();
    let body = body.collect().await.map_err(Problem::defect)?.to_bytes();
    let body: Value = serde_json::from_slice(&body).map_err(Problem::defect)?;
    let id = ids::plan(body["id"].as_str().unwrap_or_default())?;
    let mut reader = app.readers.of(actor.creditor).await?;
    let plan = read::id(&mut reader, actor.creditor, id).await?;
    let body = read::complete(app, headers, selection, plan, reason, body);
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    Ok(Response::from_parts(parts, json(&body).into()))
}
