//! `POST /api/v1/loans/{id}/fees`: assess a fee.

use super::fee_list::FeeView;
use super::path::{Loan, Write};
use super::render::Servicing;
use super::views::restatements;
use super::words::LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::{Endpoint, input};
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{AssessFee, Command, FeeCause, FeeKind};
use quittance_domain::{FactId, Money};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/fees", "assess_fee", assess)
        .says(
            "Assess a fee",
            "Of an amount within what the loan's terms let be charged, or of the one that they say. \
             Payments on later days may be divided anew, which the reply shows.",
        )
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &LOAN)
        .body::<Wish>()
        .example(
            "A late fee",
            json!({ "amount": "25.00", "fee_type": "late" }),
        )
        .replies(StatusCode::CREATED, "The fee.", FeeView::schema())
}

struct Wish {
    amount: Option<Money>,
    kind: FeeKind,
    cause: FeeCause,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        let amount = fields.amount("amount", given.currency);
        fields.note("amount", input::positive_amount);
        if amount.is_some_and(|amount| !amount.is_positive()) {
            fields.wrong("amount", "must be more than zero");
        }
        let payment = fields.uuid("payment_id");
        Wish {
            amount,
            cause: payment.map_or(FeeCause::None, |id| FeeCause::Payment(FactId(id))),
            kind: fields
                .choice("fee_type", &FeeKind::ALL)
                .unwrap_or(FeeKind::Other),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn assess(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let fee = FactId(ids::new_id(call.at));
    let command = Command::AssessFee(AssessFee {
        id: fee,
        amount: body.amount,
        kind: body.kind,
        cause: body.cause,
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let view = FeeView::of(accepted.account, fee);
        json(&view.map(|view| view.with_restatements(restatements(accepted))))
    };
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
