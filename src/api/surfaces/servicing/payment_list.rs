//! `GET /api/v1/payments` and `GET /api/v1/loans/{id}/payments`: pages of payments.

use super::page::{List, Page, Sort, THOUSANDTHS, counted, respond, rows, uuid};
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
use tokio_postgres::types::ToSql;
use uuid::Uuid;

const PAYMENTS: List = List::paged(uuid, &["status", "external_id", "loan_id"], &SORTS);
const OF_LOAN: List = List::paged(uuid, &["status", "external_id"], &SORTS);

const SORTS: [&str; 11] = [
    "loan_id",
    "amount",
    "payment_method",
    "status",
    "effective_date",
    "principal_applied",
    "interest_applied",
    "fees_applied",
    "overpayment",
    "refunded_amount",
    "external_id",
];

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/payments", "list_payments", list)
        .says(
            "Payments",
            "A page of those of all loans, newest first. A filter by `external_id`, and sorting by \
             other columns than `created_at`, read all of the creditor's payments.",
        )
        .needs(KeyRole::Viewer, "payments:read")
        .replies(
            StatusCode::OK,
            "The payments.",
            Schema::list(Payment::schema()),
        );
    PAYMENTS.declare(endpoint)
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
    Axes::declare(OF_LOAN.declare(endpoint))
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = PAYMENTS.asked(&parameters)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let creditor = caller.creditor.0;
    if let Some(ids) = &page.ids {
        let sql = include_str!("sql/pick_payments.sql");
        let found = reader.query(sql, &[&creditor, ids]).await?;
        return Ok(rows::cut(&page, views(&found)?));
    }
    if let Some(loan) = page.filter.text("loan_id")? {
        drop(reader);
        // What cannot be an id is that of no loan.
        let loan = AccountId(Uuid::try_parse(loan).unwrap_or_default());
        return match of_one(&app, &caller, loan, &page).await {
            // A filter that fits nothing.
            Err(Problem::NotFound { .. }) => Ok(respond(page.first, 0, &[])),
            found => Ok(found?),
        };
    }
    let status = page.filter.text("status")?;
    let external_id = page.filter.text("external_id")?;
    if external_id.is_some() || !page.sort.is_recorded() {
        let Sort { by, descending } = &page.sort;
        let sql = include_str!("sql/sort_payments.sql");
        let params: [&(dyn ToSql + Sync); 8] = [
            &creditor,
            &status,
            &external_id,
            by,
            descending,
            &page.limit,
            &page.first,
            &*THOUSANDTHS,
        ];
        let found = reader.report(sql, &params).await?;
        let (total, found) = counted(&found, "payment_id");
        return Ok(respond(page.first, total, &views(found)?));
    }
    let counter = match status {
        None => "payments".to_owned(),
        Some(status) => format!("payments:{status}"),
    };
    let sql = include_str!("sql/read_counter.sql");
    let total = reader.query_opt(sql, &[&creditor, &counter]).await?;
    let total = total.map_or(0, |row| row.get(0));
    let sql = if page.sort.descending {
        include_str!("sql/list_payments_newest.sql")
    } else {
        include_str!("sql/list_payments_oldest.sql")
    };
    let found = reader
        .query(sql, &[&creditor, &status, &page.limit, &page.first])
        .await?;
    Ok(respond(page.first, total, &views(&found)?))
}

async fn of_loan(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = OF_LOAN.asked(&parameters)?;
    let axes = Axes::of(&parameters, ids::now())?;
    let loan = loan_id(&path)?;
    if axes.are_named() {
        let account = account(&app, &caller, loan, axes.known_at).await?;
        let known = payments_known::of(&app, &caller, &account, &axes).await?;
        let known = known.iter().map(|payment| json!(payment)).collect();
        return Ok(rows::cut(&page, known));
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
    let sql = include_str!("sql/list_loan_payments.sql");
    let found = reader
        .query(sql, &[&caller.creditor.0, &loan.0, &currency])
        .await?;
    Ok(rows::cut(page, views(&found)?))
}

fn views(rows: &[Row]) -> Result<Vec<Value>, Problem> {
    rows.iter()
        .map(|row| Ok(serde_json::to_value(view(row)?).unwrap_or_default()))
        .collect()
}
