//! `POST /api/v1/payments/{id}/backdate`: move a payment to another effective date and replay.

use super::path;
use super::render::Servicing;
use super::views::Payment;
use crate::app::App;
use crate::auth::Caller;
use crate::body::Payload;
use crate::command::{Submission, json};
use crate::problem::Rejected;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{BackdatePayment, Command};
use quittance_store::keys::KeyRole;

pub async fn backdate(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
    payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require(KeyRole::LoanOfficer)?;
    caller.require_scope("payments:write")?;
    let target = path::payment(&app, &caller, &id).await?;
    let (payment, loan) = (target.payment, target.loan);
    let mut fields = payload.fields;
    let before = fields.errors();
    let effective = fields.date("effective_date");
    let effective = fields.required("effective_date", before, effective);
    fields.check()?;
    let command = Command::BackdatePayment(BackdatePayment { payment, effective });
    let submission = Submission::new(loan, command, payload.request, payload.request_id);
    let reply = move |accepted: &quittance_store::Accepted<'_>| {
        let after = Payment::after(accepted, payment, target.created_at);
        json(&after.map(|backdated| backdated.with_restatements(accepted)))
    };
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::OK, reply)
        .await?)
}
