//! `POST /api/v1/loans/{id}/fees/{fee}/waive`: forgive a fee, or part of it.

use super::fee_list::FeeView;
use super::path::{loan_id, uuid};
use super::render::Servicing;
use super::views::restatements;
use crate::app::App;
use crate::auth::Caller;
use crate::body::Payload;
use crate::command::{Submission, json};
use crate::problem::Rejected;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{Command, WaiveFee};
use quittance_store::ids;
use quittance_store::keys::KeyRole;

pub async fn waive(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path((id, fee)): Path<(String, String)>,
    payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require(KeyRole::LoanOfficer)?;
    caller.require_scope("loans:write")?;
    let loan = loan_id(&id)?;
    let fee = FactId(uuid(&fee, "fee")?);
    let currency = app.currency(caller.creditor, loan).await?;
    let at = ids::now();
    let mut fields = payload.fields;
    let amount = fields.amount("amount", currency);
    let reason = fields.text("reason", 255).unwrap_or_default();
    let effective = fields.date("effective_date").unwrap_or(at.date_naive());
    fields.check()?;
    let command = Command::WaiveFee(WaiveFee {
        id: FactId(ids::new_id(at)),
        fee,
        amount,
        reason: reason.into(),
        effective,
    });
    let submission = Submission::new(loan, command, payload.request, payload.request_id);
    let reply = move |accepted: &quittance_store::Accepted<'_>| {
        let view = FeeView::of(accepted.account, fee);
        json(&view.map(|view| view.with_restatements(restatements(accepted))))
    };
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::OK, reply)
        .await?)
}
