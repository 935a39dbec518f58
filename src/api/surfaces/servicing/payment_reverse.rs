//! `POST /api/v1/payments/{id}/reverse`: take a payment back, as if it had never been.

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
use quittance_domain::account::{Command, Event, NsfFee, ReversePayment};
use quittance_store::ids;
use quittance_store::keys::KeyRole;

pub async fn reverse(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
    payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require(KeyRole::LoanOfficer)?;
    caller.require_scope("payments:write")?;
    let target = path::payment(&app, &caller, &id).await?;
    let (payment, loan) = (target.payment, target.loan);
    let at = ids::now();
    let mut fields = payload.fields;
    let reason = fields.required_text("reason", 255);
    let assess = fields.boolean("assess_nsf_fee").unwrap_or(false);
    let effective = fields.date("effective_date").unwrap_or(at.date_naive());
    fields.check()?;
    let nsf_fee = assess.then(|| NsfFee {
        id: FactId(ids::new_id(at)),
    });
    let reason = reason.into();
    let command = ReversePayment {
        payment,
        reason,
        effective,
        nsf_fee,
    };
    let command = Command::ReversePayment(command);
    let submission = Submission::new(loan, command, payload.request, payload.request_id);
    let reply = move |accepted: &quittance_store::Accepted<'_>| {
        let reversed = Payment::after(accepted, payment, target.created_at).map(|mut reversed| {
            reversed.nsf_fee = nsf_fee_of(accepted);
            reversed.with_restatements(accepted)
        });
        json(&reversed)
    };
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::OK, reply)
        .await?)
}

/// The fee that the reversal brought, if one was asked for.
fn nsf_fee_of(accepted: &quittance_store::Accepted<'_>) -> Option<serde_json::Value> {
    accepted
        .events
        .iter()
        .find_map(|recorded| match &recorded.event {
            Event::FeeAssessed(fee) => Some(serde_json::json!({
                "id": fee.fee,
                "amount": fee.amount.to_decimal(accepted.account.terms.currency),
            })),
            _ => None,
        })
}
