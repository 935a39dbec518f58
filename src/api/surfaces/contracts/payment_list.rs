//! `GET /api/v1/payments.php`: a page of payments, newest first.

use super::page::Page;
use super::render::Contracts;
use super::words;
use crate::app::App;
use crate::auth::Caller;
use crate::named::named;
use crate::openapi::{Endpoint, Schema};
use crate::personal::Personal;
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::PaymentStatus;
use quittance_domain::{Currency, Money};
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/payments.php", "list_payments", list)
        .says("Payments", "A page of them, newest first.")
        .needs(KeyRole::Viewer, "payments:read");
    let page = Page::schema("payments", schema());
    Page::declare(endpoint).replies(StatusCode::OK, "The page.", page)
}

fn schema() -> Schema {
    Schema::object()
        .field("payment_id", Schema::integer(456))
        .field("account_id", Schema::integer(123))
        .field("account_number", Schema::text("CONTRACT-2024-001"))
        .field("debtor_name", Schema::text("Acme Corp"))
        .field("payment_date", words::moment_schema("2024-02-01 14:30:00"))
        .field("payment_amount", Schema::money_text("250.00"))
        .field(
            "payment_status",
            Schema::one_of(&["completed", "pending", "failed", "refunded"]),
        )
        .field("payment_method", Schema::text("card"))
        .field("transaction_id", Schema::text("txn_abc123"))
        .named("Payment")
}

async fn list(
    State(app): State<App>,
    caller: Caller<Contracts>,
    parameters: Parameters<Contracts>,
) -> Result<Response, Rejected<Contracts>> {
    let page = Page::of(&parameters)?;
    let sql = include_str!("sql/list_payments.sql");
    page.read(&app, caller.creditor, "payments", sql, payment)
        .await
}

fn payment(app: &App, row: &Row) -> Result<Value, Problem> {
    let currency: Currency = row
        .get::<_, &str>("currency")
        .parse()
        .map_err(Problem::defect)?;
    let amount = Money::from_minor(row.get("amount"));
    let status = named(row, "status", PaymentStatus::from_name)?;
    // Without a number of the processor's the payment's own id stands for it.
    let transaction = row
        .get::<_, Option<String>>("external_id")
        .unwrap_or_else(|| row.get::<_, Uuid>("payment_id").to_string());
    Ok(json!({
        "payment_id": row.get::<_, i64>("sequence"),
        "account_id": row.get::<_, i64>("account_sequence"),
        "account_number": row.get::<_, &str>("number"),
        "debtor_name": Personal::from_row(app, row).full_name().unwrap_or_default(),
        "payment_date": words::paid_at(row.get("effective_date"), row.get("recorded_at")),
        "payment_amount": words::amount(amount, currency),
        "payment_status": words::payment(status),
        "payment_method": row.get::<_, &str>("method"),
        "transaction_id": transaction,
    }))
}
