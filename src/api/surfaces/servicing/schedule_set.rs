//! `PUT /api/v1/loans/{id}/schedule`: what is to be paid by when.

use super::path::{Loan, Write};
use super::render::Servicing;
use super::schedule_view;
use super::words::LOAN;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::{Endpoint, Schema, input};
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::Currency;
use quittance_domain::account::schedule::level::Wanted;
use quittance_domain::account::schedule::{AmountDue, INSTALMENTS_LIMIT};
use quittance_domain::account::{Command, SetSchedule};
use quittance_domain::calendar::Frequency;
use quittance_store::Accepted;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json as object};

pub fn endpoint() -> Endpoint {
    Endpoint::put("/api/v1/loans/{id}/schedule", "set_schedule", set)
        .says(
            "Set the instalments of a loan",
            "A number of them in a rhythm, of the level payment unless an amount is given, the last \
             one adjusted to what is left; or `instalments` one by one. From 31 January a month on \
             is the last day of February, and two months on is 31 March. The schedule takes the \
             place of the one that there is from the effective date on: what was due before it \
             stays due.",
        )
        .needs(KeyRole::LoanOfficer, "loans:write")
        .id("id", &LOAN)
        .body::<Wish>()
        .example(
            "Level payments",
            object!({
                "first_due_date": "2026-02-15",
                "frequency": "monthly",
                "number_of_instalments": 36,
                "effective_date": "2026-01-15",
            }),
        )
        .example(
            "One by one",
            object!({
                "instalments": [
                    { "due_date": "2026-02-15", "amount": "500.00" },
                    { "due_date": "2026-04-30", "amount": "9800.00" },
                ],
                "effective_date": "2026-01-15",
            }),
        )
        .replies(StatusCode::OK, "The schedule.", schedule_view::schema())
}

struct Wish {
    wanted: Wanted,
    effective: NaiveDate,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        let effective = fields.date("effective_date").unwrap_or(given.today);
        let listed = listed(fields, given.currency);
        let rhythm = rhythm(fields, given.currency, listed.is_none());
        Wish {
            wanted: listed.map_or(rhythm, Wanted::Given),
            effective,
        }
    }
}

/// A number of instalments in a rhythm; required unless they are listed.
fn rhythm(fields: &mut Fields, currency: Currency, required: bool) -> Wanted {
    let before = fields.errors();
    let first_due = fields.date("first_due_date");
    let most = i64::try_from(INSTALMENTS_LIMIT).unwrap_or(i64::MAX);
    let count = fields.integer("number_of_instalments", 1, most);
    let frequency = fields.choice("frequency", &Frequency::ALL);
    let amount = fields.amount("instalment_amount", currency);
    if amount.is_some_and(|amount| !amount.is_positive()) {
        fields.wrong("instalment_amount", "must be more than zero");
    }
    if required && fields.errors() == before {
        for (name, missing) in [
            ("first_due_date", first_due.is_none()),
            ("number_of_instalments", count.is_none()),
            ("frequency", frequency.is_none()),
        ] {
            if missing {
                fields.wrong(name, "is required unless `instalments` are given");
            }
        }
    }
    if !required && (first_due.is_some() || count.is_some() || amount.is_some()) {
        fields.wrong("instalments", "must not be given together with a rhythm");
    }
    Wanted::Level {
        first_due: first_due.unwrap_or_default(),
        frequency: frequency.unwrap_or(Frequency::Monthly),
        count: count
            .and_then(|count| u16::try_from(count).ok())
            .unwrap_or_default(),
        amount,
    }
}

fn listed(fields: &mut Fields, currency: Currency) -> Option<Box<[AmountDue]>> {
    let listed = fields.list("instalments");
    fields.note("instalments", || {
        let instalment = Schema::object()
            .field("due_date", input::date())
            .field("amount", input::positive_amount());
        Schema::list(instalment)
    });
    let dues = listed?.into_iter().enumerate().map(|(place, value)| {
        let name = format!("instalments[{place}]");
        let Value::Object(members) = value else {
            fields.wrong(&name, "must be an object");
            return AmountDue {
                due: NaiveDate::MIN,
                amount: quittance_domain::Money::ZERO,
            };
        };
        let mut one = Fields::named(members, &format!("{name}."));
        let before = one.errors();
        let due = one.date("due_date");
        let due = one.required("due_date", before, due);
        let amount = one.positive_amount("amount", currency);
        fields.absorb(one);
        AmountDue { due, amount }
    });
    Some(dues.collect())
}

async fn set(
    State(app): State<App>,
    Write { body, call, .. }: Write<Loan, Wish>,
) -> Result<Response, Rejected<Servicing>> {
    let today = call.at.date_naive();
    let command = Command::SetSchedule(SetSchedule {
        wanted: body.wanted,
        effective: body.effective,
    });
    let reply = move |accepted: &Accepted<'_>| json(&schedule_view::view(accepted.account, today));
    call.submit(&app, command, StatusCode::OK, reply).await
}
