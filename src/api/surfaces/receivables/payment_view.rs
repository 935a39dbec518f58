//! A payment as the surface shows it.

use super::vocabulary::PAYMENT;
use super::words;
use crate::accounts::AccountRow;
use crate::app::App;
use crate::named::named;
use crate::openapi::Schema;
use crate::problem::Problem;
use quittance_domain::Money;
use quittance_domain::account::{Method, PaymentStatus};
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

pub fn schema() -> Schema {
    Schema::object()
        .field("id", Schema::uuid(PAYMENT.example))
        .field("amount", Schema::number("500.0"))
        .field("payment_method", Schema::name_of(&Method::ALL))
        .field("payment_reference", Schema::text("CHK-2026-001").or_null())
        .field("status", Schema::one_of(&words::PAYMENT))
        .field("notes", Schema::text("Paid at the desk").or_null())
        .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
        .named("InvoicePayment")
}

pub fn view(app: &App, account: &AccountRow, row: &Row) -> Result<Value, Problem> {
    let currency = account.standing.terms.currency;
    let sealed: Option<&str> = row.get("sealed_note");
    let notes = sealed.and_then(|sealed| account.unsealed(app, sealed));
    let status = named(row, "status", PaymentStatus::from_name)?;
    Ok(json!({
        "id": row.get::<_, Uuid>("payment_id"),
        "amount": words::amount(Money::from_minor(row.get("amount")), currency),
        "payment_method": row.get::<_, &str>("method"),
        "payment_reference": row.get::<_, Option<&str>>("external_id"),
        "status": words::payment(status),
        "notes": notes,
        "created_at": words::moment(row.get("recorded_at")),
    }))
}
