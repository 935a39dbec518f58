//! `GET /api/v1/ledger/accounts/{id}/balance`: the balance of an account, from its lines.

use super::{TrialBalance, account, sequence_at};
use crate::app::App;
use crate::auth::Caller;
use crate::axes::Axes;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use crate::query::Parameters;
use crate::surfaces::servicing::render::Servicing;
use crate::surfaces::servicing::words::GL_ACCOUNT;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::Currency;
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get(
        "/api/v1/ledger/accounts/{id}/balance",
        "get_ledger_balance",
        get,
    )
    .says(
        "The balance of an account of the ledger",
        "Debits less credits of lines effective by the day; never stored, always summed.",
    )
    .needs(KeyRole::Viewer, "loans:read")
    .id("id", &GL_ACCOUNT)
    .replies(StatusCode::OK, "The balance.", schema());
    Axes::declare(endpoint)
}

fn schema() -> Schema {
    let balance = Schema::object()
        .field("currency", Schema::text("USD"))
        .told(
            "balance",
            Schema::money_text("125000.00"),
            "Debits less credits.",
        );
    Schema::object()
        .told(
            "account_id",
            Schema::text(GL_ACCOUNT.example),
            "The account's id.",
        )
        .told(
            "code",
            Schema::text(GL_ACCOUNT.example),
            "The account's code.",
        )
        .told(
            "name",
            Schema::text("loans_receivable"),
            "The account's name.",
        )
        .told(
            "balance",
            Schema::money_text("125000.00"),
            "In US dollars, or in the one currency that the book has.",
        )
        .told(
            "balances",
            Schema::list(balance),
            "In every currency that was posted.",
        )
        .field("as_of", Schema::date("2026-03-01"))
        .named("LedgerBalance")
}

async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let now = ids::now();
    let (account, axes) = (account(&path)?, Axes::of(&parameters, now)?);
    let creditor = caller.creditor;
    let mut reader = app.readers.of(creditor).await?;
    let sequence = sequence_at(&mut reader, creditor, axes.known_at.unwrap_or(now)).await?;
    let all = TrialBalance::read(&mut reader, creditor, sequence, axes.on()).await?;
    let of = |currency: Currency| {
        let sums = all
            .0
            .get(&currency)
            .and_then(|accounts| accounts.get(&account));
        sums.copied()
            .unwrap_or_default()
            .balance()
            .to_decimal(currency)
    };
    let balances: Vec<Value> = all
        .0
        .keys()
        .map(|currency| json!({ "currency": currency, "balance": of(*currency) }))
        .collect();
    let only = all.0.keys().next().filter(|_| all.0.len() == 1);
    let body = json!({
        "account_id": account.code().to_string(),
        "code": account.code().to_string(),
        "name": account.slug(),
        "balance": of(only.copied().unwrap_or(Currency::USD)),
        "balances": balances,
        "as_of": axes.on(),
    });
    Ok(json_response(StatusCode::OK, json(&body)))
}
