//! What a command has entered into a loan's books that is neither a payment nor a fee.

use super::render::Servicing;
use super::views::{moment, restatement, restatements, split, split_schema};
use super::words::{CREDIT, LOAN};
use crate::app::App;
use crate::command::json;
use crate::openapi::Schema;
use crate::problem::Rejected;
use crate::write::Call;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::Command;
use quittance_domain::{FactId, Money};
use quittance_store::{Accepted, ids};
use serde_json::{Value, json};

/// The shape of [`reply`], with an example of its amount and reason.
pub fn schema(amount: &'static str, reason: &'static str) -> Schema {
    dated(reason)
        .field("amount", Schema::money_text(amount))
        .optional("applied", split_schema())
}

/// What every entry has.
pub fn dated(reason: &'static str) -> Schema {
    Schema::object()
        .field("id", Schema::uuid(CREDIT.example))
        .field("loan_id", Schema::uuid(LOAN.example))
        .field("reason", Schema::text(reason))
        .field("effective_date", Schema::date("2026-01-15"))
        .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
        .field("restatements", Schema::list(restatement()))
}

/// Enters an amount under an id of its own.
///
/// # Errors
/// Those of [`Call::submit`].
pub async fn record(
    app: &App,
    call: Call<Servicing>,
    reason: String,
    command: impl FnOnce(FactId, Box<str>) -> Command,
) -> Result<Response, Rejected<Servicing>> {
    let id = FactId(ids::new_id(call.at));
    let reason: Box<str> = reason.into();
    let reply = reply(id, reason.clone());
    call.submit(app, command(id, reason), StatusCode::CREATED, reply)
        .await
}

/// The entry of an amount: what it is, how it was divided, and what it restated.
fn reply(
    id: FactId,
    reason: Box<str>,
) -> impl Fn(&Accepted<'_>) -> Vec<u8> + Send + Sync + 'static {
    move |accepted| {
        let currency = accepted.account.terms.currency;
        let mut view = entry(accepted, id, &reason);
        let (_, fact) = match accepted.account.find(id) {
            Some(found) => found,
            None => return json(&view),
        };
        view["amount"] = json!(Money::to_decimal(fact.amount(), currency));
        let divided = accepted.events.first().and_then(|it| it.event.split());
        if let Some(divided) = divided {
            view["applied"] = split(&divided, currency);
        }
        json(&view)
    }
}

/// What every entry says of itself.
pub fn entry(accepted: &Accepted<'_>, id: FactId, reason: &str) -> Value {
    let effective = accepted.events.first().map(|it| it.event.effective());
    json!({
        "id": id,
        "loan_id": accepted.account.id,
        "reason": reason,
        "effective_date": effective,
        "created_at": moment(accepted.recorded_at),
        "restatements": restatements(accepted),
    })
}
