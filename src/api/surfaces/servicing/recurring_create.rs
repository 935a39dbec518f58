//! `POST /api/v1/loans/{id}/recurring-payments`: a payment to be taken again and again.

use super::path::{Loan, Write};
use super::recurring_list::RecurringView;
use super::render::Servicing;
use super::words::LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, CreateRecurringPayment, Method, PaymentStanding};
use quittance_domain::calendar::Frequency;
use quittance_domain::{Money, RecurringId};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json as object;
use uuid::Uuid;

/// What its payments may be recorded as.
const RECORDED: [(&str, PaymentStanding); 2] = [
    ("completed", PaymentStanding::Completed),
    ("pending", PaymentStanding::Pending),
];

pub fn endpoint() -> Endpoint {
    let path = "/api/v1/loans/{id}/recurring-payments";
    Endpoint::post(path, "create_recurring_payment", create)
        .says(
            "Create a recurring payment",
            "The daily close records it on each of its dates, of no more than is owed then; dates \
             that have passed already are left out. A date that a month does not have is its last \
             day.",
        )
        .needs(KeyRole::LoanOfficer, "payments:write")
        .id("id", &LOAN)
        .body::<Wish>()
        .example(
            "Every month",
            object!({
                "payment_instrument_id": "772a0622-a4bd-63f6-c938-668877662222",
                "amount": "312.50",
                "frequency": "monthly",
                "start_date": "2026-02-01",
                "end_date": null,
            }),
        )
        .replies(
            StatusCode::CREATED,
            "The recurring payment.",
            RecurringView::schema(),
        )
}

struct Wish {
    instrument: Option<Uuid>,
    amount: Money,
    frequency: Option<Frequency>,
    start: NaiveDate,
    end: Option<NaiveDate>,
    method: Method,
    recorded_as: PaymentStanding,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        let before = fields.errors();
        let frequency = fields.choice("frequency", &Frequency::ALL);
        if frequency.is_none() && fields.errors() == before {
            fields.wrong("frequency", "is required");
        }
        fields.note_required("frequency");
        let before = fields.errors();
        let start = fields.date("start_date");
        Wish {
            instrument: fields.uuid("payment_instrument_id"),
            amount: fields.positive_amount("amount", given.currency),
            frequency,
            start: fields.required("start_date", before, start),
            end: fields.date("end_date"),
            method: fields
                .choice("payment_method", &Method::ALL)
                .unwrap_or(Method::Ach),
            recorded_as: fields
                .choice("record_as", &RECORDED)
                .unwrap_or(PaymentStanding::Completed),
        }
    }
}

async fn create(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let id = RecurringId(ids::new_id(call.at));
    let instrument = body.instrument;
    let command = Command::CreateRecurringPayment(CreateRecurringPayment {
        id,
        amount: body.amount,
        method: body.method,
        frequency: body.frequency.unwrap_or(Frequency::Monthly),
        start: body.start,
        end: body.end,
        recorded_as: body.recorded_as,
        instrument,
    });
    let reply = move |accepted: &Accepted<'_>| {
        let at = accepted.recorded_at;
        json(&RecurringView::after(accepted.account, id, instrument, at))
    };
    call.submit(&app, command, StatusCode::CREATED, reply).await
}
