//! `POST /api/v1/recurring-payments/{id}/cancel`: take no more of them.

use super::path::{Recurring, Write};
use super::recurring_list::RecurringView;
use super::render::Servicing;
use super::words::RECURRING;
use crate::app::App;
use crate::body::Nothing;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::Command;
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::json as object;

pub fn endpoint() -> Endpoint {
    let path = "/api/v1/recurring-payments/{id}/cancel";
    Endpoint::post(path, "cancel_recurring_payment", cancel)
        .says(
            "Cancel a recurring payment",
            "Payments that have been recorded stay as they are.",
        )
        .needs(KeyRole::LoanOfficer, "payments:write")
        .id("id", &RECURRING)
        .body::<Nothing>()
        .example("Now", object!({}))
        .replies(
            StatusCode::OK,
            "The recurring payment.",
            RecurringView::schema(),
        )
}

async fn cancel(
    State(app): State<App>,
    Write { on, call, .. }: Write<Recurring, Nothing>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::CancelRecurringPayment(on.id);
    let reply = move |accepted: &Accepted<'_>| {
        let view = RecurringView::after(accepted.account, on.id, on.instrument, on.created_at);
        json(&view)
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}
