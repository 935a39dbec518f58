//! `POST /api/v1/loans/{id}/fee-waivers/{waiver}/undo`: take a waiver back.

use super::because::Because;
use super::fee_list::FeeView;
use super::path::{FeeWaiver, Write};
use super::render::Servicing;
use super::views::restatements;
use super::words::{LOAN, WAIVER};
use crate::app::App;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{Command, UndoFeeWaiver};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/loans/{id}/fee-waivers/{waiver}/undo",
        "undo_fee_waiver",
        undo,
    )
    .says(
        "Take a fee waiver back",
        "The fee is owed again from the day on; a credit that the waiver gave pays for it first.",
    )
    .needs(KeyRole::LoanOfficer, "loans:write")
    .id("id", &LOAN)
    .id("waiver", &WAIVER)
    .body::<Because>()
    .example(
        "By mistake",
        json!({ "reason": "waived on the wrong loan" }),
    )
    .replies(StatusCode::OK, "The fee.", FeeView::schema())
}

async fn undo(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<FeeWaiver, Because>,
) -> Result<Response, Rejected<Servicing>> {
    let waiver = on.waiver;
    let command = Command::UndoFeeWaiver(UndoFeeWaiver {
        id: FactId(ids::new_id(call.at)),
        waiver,
        reason: body.reason.into(),
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let (account, restated) = (accepted.account, restatements(accepted));
        let waived = account.fee_waiver(waiver);
        let view = waived.and_then(|waiver| FeeView::of(account, waiver.fee));
        json(&view.map(|view| view.with_restatements(restated)))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
