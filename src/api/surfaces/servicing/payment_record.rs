//! `POST /api/v1/loans/{id}/payments`: record a payment.

use super::path::loan_id;
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
use quittance_domain::account::{Command, Method, RecordPayment};
use quittance_domain::allocation::Direction;
use quittance_store::ids;
use quittance_store::keys::KeyRole;

/// Where a payment may be directed, by the name it has on the wire.
pub const DIRECTIONS: [(&str, Direction); 2] = [
    ("by_order", Direction::ByOrder),
    ("principal_only", Direction::PrincipalOnly),
];

pub async fn record(
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
    let before = fields.errors();
    let method = fields.choice("payment_method", &Method::ALL);
    if method.is_none() && fields.errors() == before {
        fields.wrong("payment_method", "is required");
    }
    let effective = fields.date("effective_date").unwrap_or(at.date_naive());
    let external_id = fields.text("external_id", 255);
    let direction = fields.choice("direction", &DIRECTIONS).unwrap_or_default();
    // Kept for compatibility with clients that send it; instruments belong to the processor.
    let _ = fields.text("payment_instrument_id", 64);
    fields.check()?;
    let payment = FactId(ids::new_id(at));
    let command = Command::RecordPayment(RecordPayment {
        id: payment,
        amount,
        method: method.unwrap_or(Method::Other),
        direction,
        effective,
        external_id: external_id.map(Into::into),
    });
    let submission = Submission::new(loan, command, payload.request, payload.request_id);
    let reply = move |accepted: &quittance_store::Accepted<'_>| {
        let created = Payment::after(accepted, payment, accepted.recorded_at);
        let created = created.map(|mut created| {
            let restated = super::views::restatements(accepted);
            created.restatements = (!restated.is_empty()).then_some(restated);
            created
        });
        json(&created)
    };
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::CREATED, reply)
        .await?)
}
