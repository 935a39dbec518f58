//! `GET /api/v1/payments` and `GET /api/v1/loans/{id}/payments`: pages of payments.

use super::page::{Page, respond};
use super::path::{account, loan_id};
use super::payment_get::view;
use super::payments_known;
use super::render::Servicing;
use super::views::Payment;
use super::words::LOAN;
use crate::app::App;
use crate::auth::Caller;
use crate::axes::Axes;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::AccountId;
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use tokio_postgres::Row;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/payments", "list_payments", list)
        .says(
            "Payments",
            "A page of those of all loans, newest first. The filter knows `loan_id` too.",
        )
        .needs(KeyRole::Viewer, "payments:read")
        .replies(
            StatusCode::OK,
            "The payments.",
            Schema::list(Payment::schema()),
        );
    Page::declare(endpoint)
}

pub fn of_loan_endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/loans/{id}/payments", "list_loan_payments", of_loan)
        .says("The payments of a loan", "A page of them, newest first. With `as_of`, divided as they were known then; with `on`, \
             those effective by that day.")
        .needs(KeyRole::Viewer, "payments:read")
        .id("id", &LOAN)
        .replies(
            StatusCode::OK,
            "The payments.",
            Schema::list(Payment::schema()),
        );
    Axes::declare(Page::declare(endpoint))
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = Page::filtered(&parameters, &["status", "loan_id"])?;
    if let Some(loan) = page.loan {
        return match of_one(&app, &caller, loan, &page).await {
            // A filter that fits nothing.
            Err(Problem::NotFound { .. }) => Ok(respond(page.first, 0, &[])),
            found => Ok(found?),
        };
    }
    let mut reader = app.readers.of(caller.creditor).await?;
    let creditor = caller.creditor.0;
    let counter = match &page.status {
        None => "payments".to_owned(),
        Some(status) => format!("payments:{status}"),
    };
    let sql = include_str!("sql/read_counter.sql");
    let total = reader.query_opt(sql, &[&creditor, &counter]).await?;
    let total = total.map_or(0, |row| row.get(0));
    let sql = if page.newest_first {
        include_str!("sql/list_payments_newest.sql")
    } else {
        include_str!("sql/list_payments_oldest.sql")
    };
    let rows = reader
        .query(sql, &[&creditor, &page.status, &page.limit, &page.first])
        .await?;
    Ok(respond(page.first, total, &views(&rows)?))
}

async fn of_loan(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = Page::of(&parameters)?;
    let axes = Axes::of(&parameters, ids::now())?;
    let loan = loan_id(&path)?;
    if axes.are_named() {
        let account = account(&app, &caller, loan, axes.known_at).await?;
        let known = payments_known::page(&app, &caller, &account, &axes, &page);
        let (payments, total) = known.await?;
        let rows: Vec<Value> = payments.iter().map(|row| json!(row)).collect();
        return Ok(respond(page.first, total, &rows));
    }
    Ok(of_one(&app, &caller, loan, &page).await?)
}

/// A page of the payments of a loan, as they are known now.
async fn of_one(
    app: &App,
    caller: &Caller<Servicing>,
    loan: AccountId,
    page: &Page,
) -> Result<Response, Problem> {
    let currency = app.currency(caller.creditor, loan).await?;
    let currency = currency.code();
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = if page.newest_first {
        include_str!("sql/list_loan_payments_newest.sql")
    } else {
        include_str!("sql/list_loan_payments_oldest.sql")
    };
    let params: [&(dyn tokio_postgres::types::ToSql + Sync); 6] = [
        &caller.creditor.0,
        &page.status,
        &page.limit,
        &page.first,
        &loan.0,
        &currency,
    ];
    let rows = reader.query(sql, &params).await?;
    let total = rows.first().map_or(0, |row| row.get("total"));
    Ok(respond(page.first, total, &views(&rows)?))
}

fn views(rows: &[Row]) -> Result<Vec<Value>, Problem> {
    rows.iter()
        .map(|row| Ok(serde_json::to_value(view(row)?).unwrap_or_default()))
        .collect()
}
