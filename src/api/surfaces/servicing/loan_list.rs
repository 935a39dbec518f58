//! `GET /api/v1/loans`: a page of loans.

use super::loan_get::view;
use super::loan_view;
use super::page::{List, Page, Sort, THOUSANDTHS, counted, respond, rows, uuid};
use super::render::Servicing;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::{Map, Value};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

const LOANS: List = List::paged(
    uuid,
    &[
        "status",
        "loan_number",
        "borrower_id",
        "program_id",
        "product_id",
        "external_id",
    ],
    &[
        "loan_number",
        "status",
        "principal_amount",
        "disbursed_amount",
        "interest_rate",
        "start_date",
    ],
);

/// What a filter can ask of the details that a loan was opened with.
const DETAILS: [&str; 4] = ["borrower_id", "program_id", "product_id", "external_id"];

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/loans", "list_loans", list)
        .says(
            "Loans",
            "A page of them, newest first. Filters other than `status` and ids, and sorting by \
             other columns than `created_at`, read all of the creditor's loans.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .replies(
            StatusCode::OK,
            "The loans.",
            Schema::list(loan_view::schema()),
        );
    LOANS.declare(endpoint)
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = LOANS.asked(&parameters)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let creditor = caller.creditor.0;
    if let Some(ids) = &page.ids {
        let sql = include_str!("sql/pick_loans.sql");
        let found = reader.query(sql, &[&creditor, ids]).await?;
        return Ok(rows::cut(&page, views(&found)?));
    }
    let status = page.filter.text("status")?;
    let (number, details) = (page.filter.text("loan_number")?, details(&page)?);
    let is_plain = page.sort.is_recorded() && number.is_none() && details == "{}";
    if !is_plain {
        let Sort { by, descending } = &page.sort;
        let sql = include_str!("sql/sort_loans.sql");
        let params: [&(dyn ToSql + Sync); 9] = [
            &creditor,
            &status,
            &number,
            &details,
            by,
            descending,
            &page.limit,
            &page.first,
            &*THOUSANDTHS,
        ];
        let found = reader.report(sql, &params).await?;
        let (total, found) = counted(&found, "account_id");
        return Ok(respond(page.first, total, &views(found)?));
    }
    let counter = match status {
        None => "accounts".to_owned(),
        Some(status) => format!("accounts:{status}"),
    };
    let sql = include_str!("sql/read_counter.sql");
    let total = reader.query_opt(sql, &[&creditor, &counter]).await?;
    let total = total.map_or(0, |row| row.get(0));
    let sql = if page.sort.descending {
        include_str!("sql/list_loans_newest.sql")
    } else {
        include_str!("sql/list_loans_oldest.sql")
    };
    let found = reader
        .query(sql, &[&creditor, &status, &page.limit, &page.first])
        .await?;
    Ok(respond(page.first, total, &views(&found)?))
}

/// What the details are to hold, as JSON.
fn details(page: &Page) -> Result<String, Problem> {
    let mut wanted = Map::new();
    for name in DETAILS {
        if let Some(text) = page.filter.text(name)? {
            wanted.insert(name.to_owned(), text.into());
        }
    }
    Ok(Value::Object(wanted).to_string())
}

fn views(found: &[Row]) -> Result<Vec<Value>, Problem> {
    let today = ids::now().date_naive();
    found.iter().map(|row| view(row, today)).collect()
}
