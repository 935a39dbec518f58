//! `POST /api/v1/creditor/accounts/{id}/erase-consumer`: destroy what is known of who owes.

use super::path::Account;
use super::render::Creditor;
use super::vocabulary::ACCOUNT;
use super::words;
use crate::accounts::AccountRow;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Nothing, Payload};
use crate::command::{ConsumerSubmission, json, response};
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::Rejected;
use crate::write::Target;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::consumer::Command;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    let erased = Schema::object()
        .field(
            "consumerId",
            Schema::uuid("4b2f8d16-93c7-4e0a-b5d1-0f7a6c3e9284"),
        )
        .field("erasedAt", Schema::date_time("2026-01-15T14:30:00Z"))
        .named("ErasedConsumer");
    Endpoint::post(
        "/api/v1/creditor/accounts/{id}/erase-consumer",
        "erase_consumer",
        erase,
    )
    .says(
        "Erase the consumer",
        "For good: the key under which everything personal of the consumer is sealed is destroyed, \
         on all accounts of theirs and in the whole history. Amounts, dates and the hash chain stay \
         as they are. One who has been erased is not found.",
    )
    .needs(KeyRole::Admin, "accounts:write")
    .id("id", &ACCOUNT)
    .body::<Nothing>()
    .replies(StatusCode::OK, "The consumer is erased.", erased)
}

async fn erase(
    State(app): State<App>,
    caller: Caller<Creditor>,
    path: Ids<Creditor>,
    payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let Account(account) = Account::find(&app, &caller, &path).await?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let row = AccountRow::by_id(&mut reader, caller.creditor, account.0).await?;
    drop(reader);
    let consumer = row.consumer;
    let submission = ConsumerSubmission::of(consumer, Command::Erase, payload.request);
    let reply = move |at| json(&json!({ "consumerId": consumer.0, "erasedAt": words::moment(at) }));
    let (reply, replayed) = submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?;
    Ok(response(reply, replayed))
}
