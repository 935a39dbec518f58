//! `GET /api/v1/loans/{id}/fees`: the fees of a loan, oldest first.

use super::page::{List, rows, uuid};
use super::path::{account, loan_id};
use super::render::Servicing;
use super::views;
use super::words::{FEE, LOAN, WAIVER};
use crate::app::App;
use crate::auth::Caller;
use crate::axes::Axes;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::Rejected;
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::Account;
use quittance_domain::account::FeeKind;
use quittance_domain::{FactId, Money};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// A fee as the surface shows it.
#[derive(Debug, Serialize)]
pub struct FeeView {
    id: Uuid,
    loan_id: Uuid,
    fee_type: &'static str,
    amount: String,
    waived_amount: String,
    waivers: Vec<Value>,
    outstanding_amount: String,
    effective_date: NaiveDate,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    restatements: Vec<Value>,
}

impl FeeView {
    pub fn schema() -> Schema {
        let waiver = Schema::object()
            .field("id", Schema::uuid(WAIVER.example))
            .field("amount", Schema::money_text("10.00"))
            .field("effective_date", Schema::date("2026-02-20"))
            .field("undone", Schema::boolean(false));
        Schema::object()
            .field("id", Schema::uuid(FEE.example))
            .field("loan_id", Schema::uuid(LOAN.example))
            .field("fee_type", Schema::name_of(&FeeKind::ALL))
            .field("amount", Schema::money_text("25.00"))
            .field("waived_amount", Schema::money_text("0.00"))
            .field("waivers", Schema::list(waiver))
            .field("outstanding_amount", Schema::money_text("25.00"))
            .field("effective_date", Schema::date("2026-02-16"))
            .optional("restatements", Schema::list(views::restatement()))
            .named("Fee")
    }

    pub fn of(account: &Account, id: FactId) -> Option<FeeView> {
        let fee = account.fee(id)?;
        let open = account.position.fees.iter().find(|open| open.id == id);
        let outstanding = open.map_or(Money::ZERO, |open| open.outstanding);
        let money = |amount: Money| amount.to_decimal(account.terms.currency);
        Some(FeeView {
            id: id.0,
            loan_id: account.id.0,
            fee_type: fee.kind.name(),
            amount: money(fee.amount),
            waived_amount: money(fee.waived),
            waivers: waivers(account, id),
            outstanding_amount: money(outstanding),
            effective_date: fee.date,
            restatements: Vec::new(),
        })
    }

    pub fn with_restatements(mut self, restatements: Vec<Value>) -> FeeView {
        self.restatements = restatements;
        self
    }
}

/// What has been waived of a fee, and what of that has been taken back.
fn waivers(account: &Account, fee: FactId) -> Vec<Value> {
    let waivers = account.facts.iter().filter_map(|fact| {
        let waiver = account.fee_waiver(fact.id)?;
        (waiver.fee == fee).then(|| {
            json!({
                "id": fact.id,
                "amount": waiver.amount.to_decimal(account.terms.currency),
                "effective_date": waiver.date,
                "undone": waiver.is_undone,
            })
        })
    });
    waivers.collect()
}

const FEES: List = List::whole(
    uuid,
    &["fee_type"],
    &[
        "fee_type",
        "amount",
        "waived_amount",
        "outstanding_amount",
        "effective_date",
    ],
);

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/loans/{id}/fees", "list_fees", list)
        .says("The fees of a loan", "Oldest first.")
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .replies(StatusCode::OK, "The fees.", Schema::list(FeeView::schema()));
    FEES.declare(Axes::declare_known(endpoint))
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let page = FEES.asked(&parameters)?;
    let axes = Axes::of(&parameters, ids::now())?;
    let loan = account(&app, &caller, loan_id(&path)?, axes.known_at).await?;
    let facts = loan.facts.iter();
    let fees = facts.filter_map(|fact| FeeView::of(&loan, fact.id));
    Ok(rows::cut(&page, fees.map(|fee| json!(fee)).collect()))
}
