//! `GET /api/v1/settlements.php`: a page of settlement offers, newest first.

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
use quittance_domain::account::OfferStatus;
use quittance_domain::{Currency, Money};
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use tokio_postgres::Row;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/settlements.php", "list_settlements", list)
        .says("Settlement offers", "A page of them, newest first.")
        .needs(KeyRole::Viewer, "settlements:read");
    let page = Page::schema("settlements", schema());
    Page::declare(endpoint).replies(StatusCode::OK, "The page.", page)
}

fn schema() -> Schema {
    Schema::object()
        .field("settlement_id", Schema::integer(789))
        .field("account_id", Schema::integer(123))
        .field("account_number", Schema::text("CONTRACT-2024-001"))
        .field("debtor_name", Schema::text("Acme Corp"))
        .field("original_balance", Schema::money_text("5000.00"))
        .field("offer_amount", Schema::money_text("2500.00"))
        .field("savings_amount", Schema::money_text("2500.00"))
        .field(
            "approval_status",
            Schema::one_of(&["approved", "pending", "rejected"]),
        )
        .field("offer_date", words::moment_schema("2024-01-20 09:00:00"))
        .named("Settlement")
}

async fn list(
    State(app): State<App>,
    caller: Caller<Contracts>,
    parameters: Parameters<Contracts>,
) -> Result<Response, Rejected<Contracts>> {
    let page = Page::of(&parameters)?;
    let sql = include_str!("sql/list_settlements.sql");
    page.read(&app, caller.creditor, "settlements", sql, settlement)
        .await
}

fn settlement(app: &App, row: &Row) -> Result<Value, Problem> {
    let currency: Currency = row
        .get::<_, &str>("currency")
        .parse()
        .map_err(Problem::defect)?;
    let original = Money::from_minor(row.get("original_balance"));
    let offered = Money::from_minor(row.get("amount"));
    // Interest can carry an offer above the original balance: nothing is saved then.
    let saved = (original - offered).or_zero();
    let status = named(row, "status", OfferStatus::from_name)?;
    Ok(json!({
        "settlement_id": row.get::<_, i64>("sequence"),
        "account_id": row.get::<_, i64>("account_sequence"),
        "account_number": row.get::<_, &str>("number"),
        "debtor_name": Personal::from_row(app, row).full_name().unwrap_or_default(),
        "original_balance": words::amount(original, currency),
        "offer_amount": words::amount(offered, currency),
        "savings_amount": words::amount(saved, currency),
        "approval_status": words::approval(status),
        "offer_date": words::moment(row.get("offered_at")),
    }))
}
