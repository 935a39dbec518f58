//! `POST /api/v1/loans/{id}/adjustments`: state what is owed on a day.

use super::path::{Loan, Write};
use super::render::Servicing;
use super::views::{moment, restatement, restatements, split, split_schema};
use super::words::LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{AdjustBalance, BalanceAdjusted, Command, Event};
use quittance_domain::{FactId, Money};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/adjustments", "adjust_balance", adjust)
        .says(
            "State the balance",
            "The creditor states everything that is owed at the end of a day. A difference up \
             becomes principal, a difference down is applied by the loan's order, without money.",
        )
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &LOAN)
        .body::<Wish>()
        .example(
            "As the client's books say",
            json!({ "balance": "8000.00", "reason": "client's books" }),
        )
        .replies(StatusCode::CREATED, "The adjustment.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field("id", Schema::uuid("d1b9f3a2-7c55-4a7e-9a0f-3e8c1d2b4f60"))
        .field("loan_id", Schema::uuid(LOAN.example))
        .field("balance", Schema::money_text("8000.00"))
        .field("difference", Schema::money_text("-87.50"))
        .field("reason", Schema::text("client's books"))
        .field("effective_date", Schema::date("2026-01-15"))
        .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
        .optional("applied", split_schema())
        .field("restatements", Schema::list(restatement()))
        .named("Adjustment")
}

struct Wish {
    balance: Money,
    reason: String,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            balance: fields.required_amount("balance", given.currency),
            reason: fields.required_text("reason", 255),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn adjust(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let command = Command::AdjustBalance(AdjustBalance {
        id: FactId(ids::new_id(call.at)),
        balance: body.balance,
        reason: body.reason.into(),
        effective: body.effective,
    });
    let reply = |accepted: &Accepted<'_>| {
        let adjusted = accepted.events.iter().find_map(|recorded| {
            let Event::BalanceAdjusted(adjusted) = &recorded.event else {
                return None;
            };
            Some(view(accepted, adjusted))
        });
        json(&adjusted)
    };
    call.submit(&app, command, StatusCode::CREATED, reply).await
}

fn view(accepted: &Accepted<'_>, adjusted: &BalanceAdjusted) -> Value {
    let currency = accepted.account.terms.currency;
    let money = |amount: Money| amount.to_decimal(currency);
    let mut view = json!({
        "id": adjusted.adjustment,
        "loan_id": accepted.account.id,
        "balance": money(adjusted.balance),
        "difference": money(adjusted.by),
        "reason": adjusted.reason,
        "effective_date": adjusted.effective,
        "created_at": moment(accepted.recorded_at),
        "restatements": restatements(accepted),
    });
    if let Some(divided) = &adjusted.split {
        view["applied"] = split(divided, currency);
    }
    view
}
