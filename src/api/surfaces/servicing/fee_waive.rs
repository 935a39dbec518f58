//! `POST /api/v1/loans/{id}/fees/{fee}/waive`: forgive a fee, or part of it.

use super::fee_list::FeeView;
use super::path::{Fee, Write};
use super::render::Servicing;
use super::views::restatements;
use super::words::{FEE, LOAN};
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, WaiveFee};
use quittance_domain::{FactId, Money};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/fees/{fee}/waive", "waive_fee", waive)
        .says(
            "Waive a fee",
            "Forgives the amount, or all of the fee that is left.",
        )
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &LOAN)
        .id("fee", &FEE)
        .body::<Wish>()
        .example("All of it", json!({ "reason": "courtesy" }))
        .example("A part", json!({ "amount": "10.00", "reason": "courtesy" }))
        .replies(StatusCode::OK, "The fee.", FeeView::schema())
}

struct Wish {
    amount: Option<Money>,
    reason: String,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            amount: fields.amount("amount", given.currency),
            reason: fields.text("reason", 255).unwrap_or_default(),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn waive(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<Fee, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let fee = on.fee;
    let command = Command::WaiveFee(WaiveFee {
        id: FactId(ids::new_id(call.at)),
        fee,
        amount: body.amount,
        reason: body.reason.into(),
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let view = FeeView::of(accepted.account, fee);
        json(&view.map(|view| view.with_restatements(restatements(accepted))))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
