//! `/api/v1/creditor/accounts/{id}/disputes`: what a consumer disputes, and the disputes there are.

use super::dispute::{self, Dispute};
use super::ids;
use super::path::Account;
use super::render::Creditor;
use super::vocabulary::ACCOUNT;
use crate::accounts::AccountRow;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use crate::sealed::{self, Sealer};
use crate::write::Write;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, FileDispute};
use quittance_domain::{DisputeId, Money};
use quittance_store::Accepted;
use quittance_store::ids::new_id;
use quittance_store::keys::KeyRole;
use serde_json::json;

const PATH: &str = "/api/v1/creditor/accounts/{id}/disputes";

pub fn endpoint() -> Endpoint {
    Endpoint::post(PATH, "file_dispute", file)
        .says(
            "Record a consumer's dispute",
            "From here collecting is paused (15 U.S.C. 1692g(b)): no new stage but `closed`, and no \
             new settlement offer. Payments stay possible. Without an amount all that is owed is \
             disputed.",
        )
        .needs(KeyRole::Collector, "disputes:write")
        .id("id", &ACCOUNT)
        .body::<Wish>()
        .example("Not this consumer's", json!({ "reason": "Not my account." }))
        .replies(StatusCode::CREATED, "The dispute.", Dispute::schema())
}

pub fn list_endpoint() -> Endpoint {
    let disputes = Schema::object().field("disputes", Schema::list(Dispute::schema()));
    Endpoint::get(PATH, "list_disputes", list)
        .says("The disputes of an account", "Whatever became of them.")
        .needs(KeyRole::Viewer, "disputes:read")
        .id("id", &ACCOUNT)
        .replies(StatusCode::OK, "The disputes.", disputes)
}

struct Wish {
    reason: String,
    amount: Option<Money>,
    filed_on: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            reason: fields.required_text("reason", sealed::LONGEST),
            amount: fields.amount("disputedAmount", given.currency),
            filed_on: fields.date("filedOn").unwrap_or(given.today),
        }
    }
}

async fn file(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<Creditor, Account, Wish>,
) -> Result<Response, Rejected<Creditor>> {
    let sealer = Sealer::of(&app, call.caller.creditor, on.0).await?;
    let id = DisputeId(new_id(call.at));
    let command = Command::FileDispute(FileDispute {
        id,
        amount: body.amount,
        sealed: sealer.seal(&body.reason)?,
        effective: body.filed_on,
    });
    let reply =
        move |accepted: &Accepted<'_>| json(&Dispute::after(accepted, id, accepted.recorded_at));
    let call = call.with(&sealer);
    call.submit(&app, command, StatusCode::CREATED, reply).await
}

async fn list(
    State(app): State<App>,
    caller: Caller<Creditor>,
    path: Ids<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let account = ids::parse_account(path.get("id"))?;
    let creditor = caller.creditor;
    let mut reader = app.readers.of(creditor).await?;
    let row = AccountRow::by_id(&mut reader, creditor, account.0).await?;
    let key = row.consumer_key(&app).ok();
    let currency = row.standing.terms.currency;
    let disputes = dispute::of(&mut reader, creditor, account, currency, key.as_ref()).await?;
    let body = json!({ "disputes": disputes });
    Ok(json_response(StatusCode::OK, json(&body)))
}
