//! `POST /api/v1/loans/{id}/recall`: a placed debt goes back to whom it came from.

use super::because::Because;
use super::entry;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::words::PLACED_LOAN;
use crate::app::App;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{Command, RecallAccount, Status};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json as object;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/recall", "recall_account", recall)
        .says(
            "Recall a placed account",
            "What is owed of a debt that was placed goes back to whom it came from, and leaves the \
             books with this day. What is owed later through what is learned of the days before, or \
             through a bank that takes money back, goes with it; a payment that comes later is a \
             credit balance. A settlement that has not been paid ends with it. Reversing the entry \
             undoes it all.",
        )
        .needs(KeyRole::Admin, "loans:write")
        .id("id", &PLACED_LOAN)
        .body::<Because>()
        .example(
            "Asked back",
            object!({ "reason": "recalled by the client" }),
        )
        .replies(
            StatusCode::CREATED,
            "The recall.",
            entry::dated("recalled by the client")
                .told(
                    "amount",
                    Schema::money_text("5280.00"),
                    "What left the books.",
                )
                .field("status", Schema::name_of(&Status::ALL))
                .named("Recall"),
        )
}

async fn recall(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Because>,
) -> Result<Response, Rejected<Servicing>> {
    let id = FactId(ids::new_id(call.at));
    let reason: Box<str> = body.reason.into();
    let command = Command::RecallAccount(RecallAccount {
        id,
        reason: reason.clone(),
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let account = accepted.account;
        let mut view = entry::entry(accepted, id, &reason);
        let left = account.owed_before(id).to_decimal(account.terms.currency);
        view["amount"] = object!(left);
        view["status"] = object!(account.status().name());
        json(&view)
    };
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
