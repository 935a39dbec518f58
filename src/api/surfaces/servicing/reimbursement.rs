//! `POST /api/v1/loans/{id}/payments/reimbursement`: money to the borrower, allocated to nothing.

use super::path::loan_id;
use super::render::Servicing;
use super::views::moment;
use crate::app::App;
use crate::auth::Caller;
use crate::body::Payload;
use crate::command::{Submission, json};
use crate::problem::Rejected;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{Command, Reimburse};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub async fn reimburse(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
    payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require(KeyRole::LoanOfficer)?;
    caller.require_scope("payments:write")?;
    let loan = loan_id(&id)?;
    let currency = app.currency(caller.creditor, loan).await?;
    let at = ids::now();
    let mut fields = payload.fields;
    let amount = fields.positive_amount("amount", currency);
    let reason = fields.required_text("reason", 255);
    let effective = fields.date("effective_date").unwrap_or(at.date_naive());
    fields.check()?;
    let id = FactId(ids::new_id(at));
    let told = reason.clone();
    let command = Command::Reimburse(Reimburse {
        id,
        amount,
        reason: reason.into(),
        effective,
    });
    let submission = Submission::new(loan, command, payload.request, payload.request_id);
    let reply = move |accepted: &quittance_store::Accepted<'_>| {
        json(&json!({
            "id": id,
            "loan_id": loan,
            "amount": amount.to_decimal(currency),
            "reason": told,
            "effective_date": effective,
            "created_at": moment(accepted.recorded_at),
        }))
    };
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::CREATED, reply)
        .await?)
}
