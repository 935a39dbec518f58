//! `POST /api/v1/loans/{id}/disburse`: pay out the approved principal, or part of it.

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
use quittance_domain::account::{Command, Disburse};
use quittance_store::ids;
use quittance_store::keys::KeyRole;

pub async fn disburse(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
    payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require(KeyRole::LoanOfficer)?;
    caller.require_scope("loans:write")?;
    let loan = loan_id(&id)?;
    let currency = app.currency(caller.creditor, loan).await?;
    let at = ids::now();
    let mut fields = payload.fields;
    let amount = fields.amount("amount", currency);
    let effective = fields.date("effective_date").unwrap_or(at.date_naive());
    fields.check()?;
    let id = FactId(ids::new_id(at));
    let command = Command::Disburse(Disburse {
        id,
        amount,
        effective,
    });
    let submission = Submission::new(loan, command, payload.request, payload.request_id);
    let today = at.date_naive();
    let reply = move |accepted: &quittance_store::Accepted<'_>| json(&after(accepted, today));
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::OK, reply)
        .await?)
}
