//! `GET /api/v1/loans/{id}`: one loan.

use super::loan_view::{self, Parts};
use super::path::loan_id;
use super::render::Servicing;
use super::words::LOAN;
use crate::app::App;
use crate::auth::Caller;
use crate::balance::Standing;
use crate::command::json;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::schedule::Delinquency;
use quittance_domain::account::{Details, Terms};
use quittance_domain::{AccountId, Money};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::Value;
use tokio_postgres::Row;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/loans/{id}", "get_loan", get)
        .says("One loan", "With what is owed today.")
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .replies(StatusCode::OK, "The loan.", loan_view::schema())
}

async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let loan = loan_id(&path)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = include_str!("sql/get_loan.sql");
    let row = reader
        .query_opt(sql, &[&caller.creditor.0, &loan.0])
        .await?;
    let row = row.ok_or(Problem::not_found("loan"))?;
    let body = view(&row, ids::now().date_naive())?;
    Ok(json_response(StatusCode::OK, json(&body)))
}

/// A loan from its row: the account's columns and its balance's.
pub fn view(row: &Row, today: NaiveDate) -> Result<Value, Problem> {
    let terms: Terms = serde_json::from_str(row.get("terms")).map_err(Problem::defect)?;
    let details: Details = serde_json::from_str(row.get("details")).map_err(Problem::defect)?;
    let standing = Standing::from_row(row, terms)?;
    Ok(loan_view::loan(&Parts {
        id: AccountId(row.get("account_id")),
        number: row.get("number"),
        status: row.get("status"),
        approved: Money::from_minor(row.get("approved_principal")),
        disbursed: standing.position.disbursed,
        opened_on: row.get("opened_on"),
        created_at: Some(row.get("created_at")),
        terms: &standing.terms,
        rate: standing.position.rate(&standing.terms),
        details: Some(&details),
        due: standing.due_on(today),
        overpayment: standing.position.overpayment,
        as_of: standing.day(today),
        delinquency: Delinquency::of(row.get("oldest_unpaid"), standing.day(today)),
    }))
}
