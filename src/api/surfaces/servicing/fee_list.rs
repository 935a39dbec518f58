//! `GET /api/v1/loans/{id}/fees`: the fees of a loan, oldest first.

use super::path::{loan_id, state};
use super::render::Servicing;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::problem::{Rejected, json_response};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Account, FactKind};
use quittance_domain::{FactId, Money};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// A fee as the surface shows it.
#[derive(Debug, Serialize)]
pub struct FeeView {
    id: Uuid,
    loan_id: Uuid,
    fee_type: &'static str,
    amount: String,
    waived_amount: String,
    outstanding_amount: String,
    effective_date: NaiveDate,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    restatements: Vec<Value>,
}

impl FeeView {
    pub fn of(account: &Account, id: FactId) -> Option<FeeView> {
        let (date, amount, kind, waived) = account.fee(id)?;
        let open = account.position.fees.iter().find(|open| open.id == id);
        let outstanding = open.map_or(Money::ZERO, |open| open.outstanding);
        let money = |amount: Money| amount.to_decimal(account.terms.currency);
        Some(FeeView {
            id: id.0,
            loan_id: account.id.0,
            fee_type: kind.name(),
            amount: money(amount),
            waived_amount: money(waived),
            outstanding_amount: money(outstanding),
            effective_date: date,
            restatements: Vec::new(),
        })
    }

    pub fn with_restatements(mut self, restatements: Vec<Value>) -> FeeView {
        self.restatements = restatements;
        self
    }
}

pub async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    Path(id): Path<String>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require_scope("loans:read")?;
    let state = state(&app, &caller, loan_id(&id)?).await?;
    let fees: Vec<FeeView> = state.account().map_or_else(Vec::new, |account| {
        let fees = account
            .facts
            .iter()
            .filter(|fact| matches!(fact.kind, FactKind::Fee { .. }));
        fees.filter_map(|fact| FeeView::of(account, fact.id))
            .collect()
    });
    Ok(json_response(StatusCode::OK, json(&fees)))
}
