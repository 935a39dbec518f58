//! `POST /api/v1/loans/{id}/payments`: record a payment.

use super::path::loan_id;
use super::render::Servicing;
use super::views::Payment;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Fields, Payload};
use crate::command::{Submission, json};
use crate::problem::{Problem, Rejected};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use quittance_domain::account::{Command, Method, RecordPayment};
use quittance_domain::allocation::Direction;
use quittance_domain::{Currency, FactId, PaymentId};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};

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
    let mut fields = payload.fields;
    let command = read(&mut fields, currency, ids::now())?;
    let reply = accepted(command.id);
    let command = Command::RecordPayment(command);
    let submission = Submission::new(loan, command, payload.request, payload.request_id);
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::CREATED, reply)
        .await?)
}

/// The payment that a body asks to record, under a new id.
pub fn read(
    fields: &mut Fields,
    currency: Currency,
    at: DateTime<Utc>,
) -> Result<RecordPayment, Problem> {
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
    Ok(RecordPayment {
        id: FactId(ids::new_id(at)),
        amount,
        method: method.unwrap_or(Method::Other),
        direction,
        effective,
        external_id: external_id.map(Into::into),
    })
}

/// The reply to a recorded payment, with what it restated.
pub fn accepted(payment: PaymentId) -> impl Fn(&Accepted<'_>) -> Vec<u8> + Send + Sync + 'static {
    move |accepted| {
        let created = Payment::after(accepted, payment, accepted.recorded_at);
        let created = created.map(|mut created| {
            let restated = super::views::restatements(accepted);
            created.restatements = (!restated.is_empty()).then_some(restated);
            created
        });
        json(&created)
    }
}
