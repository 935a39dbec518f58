//! `GET /api/v1/ledger/accounts` and `GET /api/v1/ledger/accounts/{id}`: the chart of accounts.

use super::{account, schema, view};
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Rejected, json_response};
use crate::surfaces::servicing::page::{declare_whole, whole};
use crate::surfaces::servicing::render::Servicing;
use crate::surfaces::servicing::words::GL_ACCOUNT;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::journal::Account;
use quittance_store::keys::KeyRole;
use serde_json::Value;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/ledger/accounts", "list_ledger_accounts", list)
        .says("The chart of accounts", "Every account, in order of code.")
        .needs(KeyRole::Viewer, "loans:read")
        .replies(
            StatusCode::OK,
            "The accounts.",
            Schema::list(schema().named("LedgerAccount")),
        );
    declare_whole(endpoint)
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

async fn list(_: Caller<Servicing>) -> Result<Response, Rejected<Servicing>> {
    let accounts: Vec<Value> = Account::ALL.iter().map(|account| view(*account)).collect();
    Ok(whole(&accounts))
}

async fn get(_: Caller<Servicing>, path: Ids<Servicing>) -> Result<Response, Rejected<Servicing>> {
    Ok(json_response(StatusCode::OK, json(&view(account(&path)?))))
}
