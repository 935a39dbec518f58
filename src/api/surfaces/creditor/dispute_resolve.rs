//! `POST /api/v1/creditor/disputes/{id}/resolve`: end a dispute, and with it the pause.

use super::dispute::Dispute;
use super::path;
use super::render::Creditor;
use super::vocabulary::DISPUTE;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::{Problem, Rejected};
use crate::sealed::{self, Sealer};
use crate::write::{Target, Write};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, Outcome, ResolveDispute};
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/creditor/disputes/{id}/resolve",
        "resolve_dispute",
        resolve,
    )
    .says(
        "Resolve a dispute",
        "`verified`: the verification has been sent. `upheld`: the consumer is right; correcting \
         the balance is a step of its own. `withdrawn`: the consumer takes it back.",
    )
    .needs(KeyRole::LoanOfficer, "disputes:write")
    .id("id", &DISPUTE)
    .body::<Wish>()
    .example(
        "Verified",
        json!({ "outcome": "verified", "resolution": "Statement sent." }),
    )
    .replies(StatusCode::OK, "The dispute.", Dispute::schema())
}

struct Wish {
    outcome: Option<Outcome>,
    resolution: Option<String>,
    resolved_on: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            outcome: fields.required_choice("outcome", &Outcome::ALL),
            resolution: fields.text("resolution", sealed::LONGEST),
            resolved_on: fields.date("resolvedOn").unwrap_or(given.today),
        }
    }
}

async fn resolve(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<Creditor, path::Dispute, Wish>,
) -> Result<Response, Rejected<Creditor>> {
    let outcome = body
        .outcome
        .ok_or_else(|| Problem::invalid("outcome", "is required"))?;
    let (sealed, call) = match &body.resolution {
        None => (None, call),
        Some(text) => {
            let sealer = Sealer::of(&app, call.caller.creditor, on.account()).await?;
            (Some(sealer.seal(text)?), call.with(&sealer))
        }
    };
    let command = Command::ResolveDispute(ResolveDispute {
        dispute: on.dispute,
        outcome,
        sealed,
        effective: body.resolved_on,
    });
    let reply =
        move |accepted: &Accepted<'_>| json(&Dispute::after(accepted, on.dispute, on.filed_at));
    call.submit(&app, command, StatusCode::OK, reply).await
}
