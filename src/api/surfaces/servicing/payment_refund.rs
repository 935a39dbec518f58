//! `POST /api/v1/payments/{id}/refund`: give part or all of a payment back.

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
use quittance_domain::FactId;
use quittance_domain::account::{Command, RefundPayment};
use quittance_store::ids;
use quittance_store::keys::KeyRole;

pub async fn refund(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
    payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require(KeyRole::LoanOfficer)?;
    caller.require_scope("payments:write")?;
    let target = path::payment(&app, &caller, &id).await?;
    let (payment, loan) = (target.payment, target.loan);
    let currency = app.currency(caller.creditor, loan).await?;
    let at = ids::now();
    let mut fields = payload.fields;
    let amount = fields.positive_amount("amount", currency);
    let reason = fields.text("reason", 255).unwrap_or_default();
    let effective = fields.date("effective_date").unwrap_or(at.date_naive());
    fields.check()?;
    let command = Command::RefundPayment(RefundPayment {
        id: FactId(ids::new_id(at)),
        payment,
        amount: Some(amount),
        reason: reason.into(),
        effective,
    });
    let submission = Submission::new(loan, command, payload.request, payload.request_id);
    let reply = move |accepted: &quittance_store::Accepted<'_>| {
        let after = Payment::after(accepted, payment, target.created_at);
        json(&after.map(|refunded| refunded.with_restatements(accepted)))
    };
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::OK, reply)
        .await?)
}
