//! `GET /api/v1/external/accounts/{id}/payment-status`: the payments, and what is outstanding.

use super::invoice::{self, Invoice};
use super::path::account_id;
use super::render::Receivables;
use super::vocabulary::INVOICE;
use super::{envelope, payment_view, words};
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    Endpoint::get(
        "/api/v1/external/accounts/{id}/payment-status",
        "get_payment_status",
        get,
    )
    .says(
        "The payments of an invoice",
        "All of them, and what is outstanding.",
    )
    .needs(KeyRole::Viewer, "accounts:read")
    .id("id", &INVOICE)
    .replies(StatusCode::OK, "The payments.", schema())
}

fn schema() -> Schema {
    let data = Schema::object()
        .field("invoice_id", Schema::uuid(INVOICE.example))
        .field("amount", Schema::number("1500.0"))
        .field("paid_amount", Schema::number("500.0"))
        .field("outstanding_amount", Schema::number("1000.0"))
        .field("currency", Schema::text("USD"))
        .field("status", Schema::one_of(&words::INVOICE))
        .field(
            "paid_at",
            Schema::date_time("2026-01-15T14:30:00Z").or_null(),
        )
        .field("tags", invoice::tags())
        .field("payments", Schema::list(payment_view::schema()))
        .named("PaymentStatus");
    envelope::schema(StatusCode::OK, data)
}

async fn get(
    State(app): State<App>,
    caller: Caller<Receivables>,
    path: Ids<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let id = account_id(&path)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let invoice = Invoice::read(&mut reader, caller.creditor, id).await?;
    let sql = include_str!("sql/list_payments.sql");
    let rows = reader.query(sql, &[&caller.creditor.0, &id]).await?;
    drop(reader);
    let today = now().date_naive();
    let figures = invoice.figures(today);
    let currency = invoice.account.standing.terms.currency;
    let payments = rows
        .iter()
        .map(|row| payment_view::view(&app, &invoice.account, row))
        .collect::<Result<Vec<Value>, Problem>>()?;
    let data = json!({
        "invoice_id": invoice.account.id,
        "amount": words::amount(figures.amount, currency),
        "paid_amount": words::amount(figures.paid, currency),
        "outstanding_amount": words::amount(figures.outstanding, currency),
        "currency": currency,
        "status": invoice.status(),
        "paid_at": invoice.paid_at(),
        "tags": figures.tags(today),
        "payments": payments,
    });
    Ok(envelope::reply("Payment status retrieved", &data))
}
