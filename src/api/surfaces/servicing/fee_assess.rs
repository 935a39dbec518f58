//! `POST /api/v1/loans/{id}/fees`: assess a fee.

use super::fee_list::FeeView;
use super::path::loan_id;
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
use quittance_domain::account::{AssessFee, Command, FeeKind};
use quittance_store::ids;
use quittance_store::keys::KeyRole;

pub async fn assess(
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
    let amount = fields.positive_amount("amount", currency);
    let kind = fields
        .choice("fee_type", &FeeKind::ALL)
        .unwrap_or(FeeKind::Other);
    let effective = fields.date("effective_date").unwrap_or(at.date_naive());
    fields.check()?;
    let fee = FactId(ids::new_id(at));
    let command = Command::AssessFee(AssessFee {
        id: fee,
        amount,
        kind,
        effective,
    });
    let submission = Submission::new(loan, command, payload.request, payload.request_id);
    let reply = move |accepted: &quittance_store::Accepted<'_>| {
        let view = FeeView::of(accepted.account, fee);
        json(&view.map(|view| view.with_restatements(restatements(accepted))))
    };
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::CREATED, reply)
        .await?)
}
