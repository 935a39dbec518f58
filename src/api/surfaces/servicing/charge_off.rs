//! `POST /api/v1/loans/{id}/charge-off`: freeze the balances; later payments are recoveries.

use super::loan_view::after;
use super::path::loan_id;
use super::render::Servicing;
use crate::app::App;
use crate::auth::Caller;
use crate::body::Payload;
use crate::command::{Submission, json};
use crate::problem::Rejected;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{ChargeOff, Command};
use quittance_store::ids;
use quittance_store::keys::KeyRole;

pub async fn charge_off(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
    payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require(KeyRole::Admin)?;
    caller.require_scope("loans:write")?;
    let loan = loan_id(&id)?;
    let at = ids::now();
    let mut fields = payload.fields;
    let reason = fields.text("reason", 255).unwrap_or_default();
    let effective = fields.date("effective_date").unwrap_or(at.date_naive());
    fields.check()?;
    let id = FactId(ids::new_id(at));
    let command = Command::ChargeOff(ChargeOff {
        id,
        effective,
        reason: reason.into(),
    });
    let submission = Submission::new(loan, command, payload.request, payload.request_id);
    let today = at.date_naive();
    let reply = move |accepted: &quittance_store::Accepted<'_>| json(&after(accepted, today));
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::OK, reply)
        .await?)
}
