//! `GET /api/v1/external/accounts/{id}/status`: the collection status, and whether it is overdue.

use super::invoice::{self, Invoice};
use super::path::account_id;
use super::render::Receivables;
use super::vocabulary::INVOICE;
use super::{envelope, words};
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::get(
        "/api/v1/external/accounts/{id}/status",
        "get_collection_status",
        get,
    )
    .says(
        "The collection status",
        "Whether an invoice is overdue, and what is outstanding.",
    )
    .needs(KeyRole::Viewer, "accounts:read")
    .id("id", &INVOICE)
    .replies(StatusCode::OK, "The status.", schema())
}

fn schema() -> Schema {
    let data = Schema::object()
        .field("invoice_id", Schema::uuid(INVOICE.example))
        .field("status", Schema::one_of(&words::INVOICE))
        .field("is_overdue", Schema::boolean(false))
        .field("days_overdue", Schema::integer(0))
        .field("due_date", Schema::date("2026-01-31"))
        .field("outstanding_amount", Schema::number("1000.0"))
        .field("tags", invoice::tags())
        .field(
            "paid_at",
            Schema::date_time("2026-01-15T14:30:00Z").or_null(),
        )
        .named("CollectionStatus");
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
    let today = now().date_naive();
    let figures = invoice.figures(today);
    let days = figures.days_overdue(today);
    let currency = invoice.account.standing.terms.currency;
    let data = json!({
        "invoice_id": invoice.account.id,
        "status": invoice.status(),
        "is_overdue": days > 0,
        "days_overdue": days,
        "due_date": figures.due_date,
        "outstanding_amount": words::amount(figures.outstanding, currency),
        "tags": figures.tags(today),
        "paid_at": invoice.paid_at(),
    });
    Ok(envelope::reply("Account status retrieved", &data))
}
