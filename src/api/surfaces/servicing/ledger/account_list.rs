//! `GET /api/v1/ledger/accounts` and `GET /api/v1/ledger/accounts/{id}`: the chart of accounts.

use super::{account, schema, view};
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use crate::query::Parameters;
use crate::surfaces::servicing::page::{List, digits, rows};
use crate::surfaces::servicing::render::Servicing;
use crate::surfaces::servicing::words::GL_ACCOUNT;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::journal::Account;
use quittance_store::keys::KeyRole;

const ACCOUNTS: List = List::whole(
    digits,
    &["code", "name", "account_type"],
    &["code", "name", "account_type"],
);

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/ledger/accounts", "list_ledger_accounts", list)
        .says("The chart of accounts", "Every account, in order of code.")
        .needs(KeyRole::Viewer, "loans:read")
        .replies(
            StatusCode::OK,
            "The accounts.",
            Schema::list(schema().named("LedgerAccount")),
        );
    ACCOUNTS.declare(endpoint)
}

pub fn get_endpoint() -> Endpoint {
    Endpoint::get("/api/v1/ledger/accounts/{id}", "get_ledger_account", get)
        .says("An account of the ledger", "By its code.")
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &GL_ACCOUNT)
        .replies(
            StatusCode::OK,
            "The account.",
            schema().named("LedgerAccount"),
        )
}

async fn list(
    _: Caller<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = ACCOUNTS.asked(&parameters)?;
    let accounts = Account::ALL.iter().map(|account| view(*account));
    Ok(rows::cut(&page, accounts.collect()))
}

async fn get(_: Caller<Servicing>, path: Ids<Servicing>) -> Result<Response, Rejected<Servicing>> {
    Ok(json_response(StatusCode::OK, json(&view(account(&path)?))))
}
