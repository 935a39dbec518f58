//! `GET /api/v1/loans/{id}/recurring-payments`: the recurring payments of a loan, oldest first.

use super::page::{List, rows, uuid};
use super::path::loan_id;
use super::render::Servicing;
use super::views::moment;
use super::words::{LOAN, RECURRING};
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::Rejected;
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Account, Method};
use quittance_domain::calendar::Frequency;
use quittance_domain::{Currency, Money, RecurringId};
use quittance_projections::recurring::recorded_as;
use quittance_store::keys::KeyRole;
use serde::Serialize;
use serde_json::json;
use tokio_postgres::Row;
use uuid::Uuid;

/// A recurring payment as the surface shows it.
#[derive(Debug, Serialize)]
pub struct RecurringView {
    id: Uuid,
    loan_id: Uuid,
    payment_instrument_id: Option<Uuid>,
    amount: String,
    payment_method: String,
    frequency: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    record_as: String,
    status: String,
    next_payment_date: Option<NaiveDate>,
    created_at: String,
}

impl RecurringView {
    pub fn schema() -> Schema {
        let instrument = "772a0622-a4bd-63f6-c938-668877662222";
        Schema::object()
            .field("id", Schema::uuid(RECURRING.example))
            .field("loan_id", Schema::uuid(LOAN.example))
            .field("payment_instrument_id", Schema::uuid(instrument).or_null())
            .field("amount", Schema::money_text("312.50"))
            .field("payment_method", Schema::name_of(&Method::ALL))
            .field(
                "frequency",
                Schema::name_of(&Frequency::ALL).like("monthly".into()),
            )
            .field("start_date", Schema::date("2026-02-01"))
            .field("end_date", Schema::date("2027-02-01").or_null())
            .field("record_as", Schema::one_of(&["completed", "pending"]))
            .field("status", Schema::one_of(&["active", "cancelled", "ended"]))
            .field("next_payment_date", Schema::date("2026-02-01").or_null())
            .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
            .named("RecurringPayment")
    }

    /// As a command has left it.
    pub fn after(
        account: &Account,
        id: RecurringId,
        instrument: Option<Uuid>,
        created_at: DateTime<Utc>,
    ) -> Option<RecurringView> {
        let recurring = account.recurring(id)?;
        Some(RecurringView {
            id: id.0,
            loan_id: account.id.0,
            payment_instrument_id: instrument,
            amount: recurring.amount.to_decimal(account.terms.currency),
            payment_method: recurring.method.name().to_owned(),
            frequency: recurring.frequency.name().to_owned(),
            start_date: recurring.start,
            end_date: recurring.end,
            record_as: recorded_as(recurring.recorded_as).to_owned(),
            status: recurring.status().name().to_owned(),
            next_payment_date: recurring.next(),
            created_at: moment(created_at),
        })
    }

    fn from_row(row: &Row, currency: Currency) -> RecurringView {
        RecurringView {
            id: row.get("recurring_id"),
            loan_id: row.get("account_id"),
            payment_instrument_id: row.get("instrument_id"),
            amount: Money::from_minor(row.get("amount")).to_decimal(currency),
            payment_method: row.get("method"),
            frequency: row.get("frequency"),
            start_date: row.get("start_date"),
            end_date: row.get("end_date"),
            record_as: row.get("recorded_as"),
            status: row.get("status"),
            next_payment_date: row.get("next_date"),
            created_at: moment(row.get("created_at")),
        }
    }
}

const RECURRING_PAYMENTS: List = List::whole(
    uuid,
    &["status", "frequency", "payment_method"],
    &[
        "status",
        "amount",
        "frequency",
        "start_date",
        "end_date",
        "next_payment_date",
    ],
);

pub fn endpoint() -> Endpoint {
    let path = "/api/v1/loans/{id}/recurring-payments";
    let endpoint = Endpoint::get(path, "list_recurring_payments", list)
        .says("The recurring payments of a loan", "Oldest first.")
        .needs(KeyRole::Viewer, "payments:read")
        .id("id", &LOAN)
        .replies(
            StatusCode::OK,
            "The recurring payments.",
            Schema::list(RecurringView::schema()),
        );
    RECURRING_PAYMENTS.declare(endpoint)
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = RECURRING_PAYMENTS.asked(&parameters)?;
    let loan = loan_id(&path)?;
    let currency = app.currency(caller.creditor, loan).await?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = include_str!("sql/list_recurring.sql");
    let found = reader.query(sql, &[&caller.creditor.0, &loan.0]).await?;
    let found = found
        .iter()
        .map(|row| RecurringView::from_row(row, currency));
    Ok(rows::cut(&page, found.map(|view| json!(view)).collect()))
}
