//! `POST /api/v1/creditor/settlements/{id}/break`: an accepted settlement is not kept.

use super::offer_view::Offer;
use super::path;
use super::render::Creditor;
use super::vocabulary::ACCEPTED_OFFER;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use crate::write::Write;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{BreakSettlement, Command};
use quittance_store::Accepted;
use quittance_store::ids::new_id;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post(
        "/api/v1/creditor/settlements/{id}/break",
        "break_settlement",
        break_off,
    )
    .says(
        "Break a settlement",
        "An accepted settlement that is not kept: the whole debt is owed again, less what has been \
         paid, and another offer can be made. The daily close does the same by itself from the day \
         after a part was due and unpaid, and takes it back when a payment turns out to have come in \
         time.",
    )
    .needs(KeyRole::LoanOfficer, "settlements:write")
    .id("id", &ACCEPTED_OFFER)
    .body::<Wish>()
    .example(
        "Payments missed",
        json!({ "reason": "two payments missed" }),
    )
    .replies(StatusCode::OK, "The offer.", Offer::schema())
}

struct Wish {
    reason: String,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        Wish {
            reason: fields.required_text("reason", 255),
        }
    }
}

async fn break_off(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<Creditor, path::Offer, Wish>,
) -> Result<Response, Rejected<Creditor>> {
    let command = Command::BreakSettlement(BreakSettlement {
        id: FactId(new_id(call.at)),
        offer: on.offer,
        reason: body.reason.into(),
        effective: call.today(),
    });
    let reply = move |accepted: &Accepted<'_>| {
        json(&Offer::after(
            accepted,
            on.offer,
            on.offered_at,
            on.accepted_at,
        ))
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
