//! `GET /api/v1/payments/{id}`: one payment, as it stands now.

use super::path::payment_id;
use super::render::Servicing;
use super::views::{Parts, Payment};
use super::words::PAYMENT;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::named::named;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{Method, PaymentStatus};
use quittance_domain::allocation::Split;
use quittance_domain::{Currency, Money};
use quittance_store::keys::KeyRole;
use tokio_postgres::Row;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/payments/{id}", "get_payment", get)
        .says("One payment", "As it stands now.")
        .needs(KeyRole::Viewer, "payments:read")
        .id("id", &PAYMENT)
        .replies(StatusCode::OK, "The payment.", Payment::schema())
}

async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let id = payment_id(&path)?.0;
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = include_str!("sql/get_payment.sql");
    let row = reader.query_opt(sql, &[&caller.creditor.0, &id]).await?;
    let row = row.ok_or(Problem::not_found("payment"))?;
    Ok(json_response(StatusCode::OK, json(&view(&row)?)))
}

/// A payment from its row.
pub fn view(row: &Row) -> Result<Payment, Problem> {
    let currency: Currency = row
        .get::<_, &str>("currency")
        .parse()
        .map_err(Problem::defect)?;
    let money = |column: &str| Money::from_minor(row.get(column));
    Ok(Payment::new(Parts {
        id: row.get("payment_id"),
        loan: row.get("account_id"),
        currency,
        amount: money("amount"),
        split: Split {
            fees: money("fees"),
            interest: money("interest"),
            principal: money("principal"),
            overpayment: money("overpayment"),
            refunded: money("refunded"),
        },
        method: named(row, "method", Method::from_name)?,
        status: named(row, "status", PaymentStatus::from_name)?,
        effective: row.get("effective_date"),
        external_id: row.get("external_id"),
        created_at: row.get("recorded_at"),
    }))
}
