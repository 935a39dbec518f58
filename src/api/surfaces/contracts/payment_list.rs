//! `GET /api/v1/payments.php`: a page of payments, newest first.

use super::page::Page;
use super::render::Contracts;
use super::words;
use crate::accounts;
use crate::app::App;
use crate::auth::Caller;
use crate::personal::Personal;
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use axum::extract::State;
use axum::response::Response;
use quittance_domain::{Currency, Money};
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

pub async fn list(
    State(app): State<App>,
    caller: Caller<Contracts>,
    parameters: Parameters<Contracts>,
) -> Result<Response, Rejected<Contracts>> {
    caller.require_scope("payments:read")?;
    let page = Page::of(&parameters);
    let mut reader = app.readers.of(caller.creditor).await?;
    let counters = ["payments".to_owned()];
    let total = accounts::total(&mut reader, caller.creditor, &counters).await?;
    let sql = include_str!("sql/list_payments.sql");
    let rows = reader
        .query(sql, &[&caller.creditor.0, &page.limit, &page.offset])
        .await?;
    drop(reader);
    let rows: Result<Vec<Value>, Problem> = rows.iter().map(|row| payment(&app, row)).collect();
    Ok(page.respond("payments", rows?, total))
}

fn payment(app: &App, row: &Row) -> Result<Value, Problem> {
    let currency: Currency = row
        .get::<_, &str>("currency")
        .parse()
        .map_err(Problem::defect)?;
    let amount = Money::from_minor(row.get("amount"));
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
        "payment_status": words::payment(row.get("status")),
        "payment_method": row.get::<_, &str>("method"),
        "transaction_id": transaction,
    }))
}
