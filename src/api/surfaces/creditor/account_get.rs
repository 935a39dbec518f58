//! `GET /api/v1/creditor/accounts/{id}`: an account with all that is known of it.

use super::account_view;
use super::account_view::view;
use super::dispute::{self, Dispute};
use super::ids;
use super::note::{self, Note};
use super::notice::{Debt, Notice};
use super::offer_view::{self, Offer};
use super::render::Creditor;
use super::vocabulary::ACCOUNT;
use crate::accounts::AccountRow;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/creditor/accounts/{id}", "get_account", get)
        .says(
            "One account",
            "With its notes, settlement offers, disputes and validation notice.",
        )
        .needs(KeyRole::Viewer, "accounts:read")
        .id("id", &ACCOUNT)
        .replies(StatusCode::OK, "The account.", schema())
}

fn schema() -> Schema {
    account_view::schema()
        .field("notes", Schema::list(Note::schema()))
        .field("settlements", Schema::list(Offer::schema()))
        .field("disputes", Schema::list(Dispute::schema()))
        .field("validationNotice", Notice::schema())
        .named("AccountDetail")
}

async fn get(
    State(app): State<App>,
    caller: Caller<Creditor>,
    path: Ids<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let id = ids::parse_account(path.get("id"))?;
    let profile = app.profile(caller.creditor).await?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let row = AccountRow::by_id(&mut reader, caller.creditor, id.0).await?;
    let currency = row.standing.terms.currency;
    let key = row.consumer_key(&app).ok();
    let (creditor, key) = (caller.creditor, key.as_ref());
    let notes = note::of(&mut reader, creditor, id, key).await?;
    let offers = offer_view::of(&mut reader, creditor, id, currency).await?;
    let disputes = dispute::of(&mut reader, creditor, id, currency, key).await?;
    drop(reader);
    let notice = Notice::of(&Debt {
        account: row.id,
        amount: row.approved_principal,
        currency,
        number: &row.number,
        placed_at: row.created_at,
        details: &row.details,
        creditor: &profile.name,
    });
    let mut body = view(&app, &row, now().date_naive());
    body["notes"] = json!(notes);
    body["settlements"] = json!(offers);
    body["disputes"] = json!(disputes);
    body["validationNotice"] = json!(notice);
    Ok(json_response(StatusCode::OK, json(&body)))
}
