//! `POST /api/v1/loans/{id}/rate-changes`: interest at another rate from a day on, also a past one.

use super::entry;
use super::path::{Loan, Write};
use super::render::Servicing;
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
use quittance_domain::FactId;
use quittance_domain::account::{ChangeRate, Command, Event};
use quittance_domain::interest::Rate;
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans/{id}/rate-changes", "change_rate", change)
        .says(
            "Change the rate",
            "Interest accrues at the rate from the effective date on. A past date works out \
             interest, and every payment since, anew: a cap on a borrower in military service \
             (50 U.S.C. 3937) is dated back to the first day of service, and what exceeds it is \
             forgiven.",
        )
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &LOAN)
        .body::<Wish>()
        .example(
            "Military service",
            json!({
                "interest_rate": "0.06", "reason": "SCRA", "effective_date": "2026-01-15",
            }),
        )
        .replies(
            StatusCode::CREATED,
            "The change.",
            entry::dated("SCRA")
                .field("interest_rate", Schema::text("0.06"))
                .field("previous_rate", Schema::text("0.085"))
                .named("RateChange"),
        )
}

struct Wish {
    rate: Rate,
    reason: String,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        let before = fields.errors();
        let rate = fields.rate("interest_rate");
        Wish {
            rate: fields.required("interest_rate", before, rate),
            reason: fields.required_text("reason", 255),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

async fn change(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let id = FactId(ids::new_id(call.at));
    let reason: Box<str> = body.reason.into();
    let told = reason.clone();
    let command = Command::ChangeRate(ChangeRate {
        id,
        rate: body.rate,
        reason,
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let mut view = entry::entry(accepted, id, &told);
        if let Some(Event::RateChanged(changed)) = accepted.events.first().map(|it| &it.event) {
            view["interest_rate"] = json!(changed.rate);
            view["previous_rate"] = json!(changed.from);
        }
        json(&view)
    };
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
