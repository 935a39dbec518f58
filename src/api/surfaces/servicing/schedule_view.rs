//! An instalment schedule as the surface shows it.

use super::loan_view::{delinquency, delinquency_schema};
use super::words::LOAN;
use crate::openapi::Schema;
use chrono::NaiveDate;
use quittance_domain::Money;
use quittance_domain::account::Account;
use quittance_domain::account::schedule::{Filled, InstalmentStatus, Pattern, Schedule, Version};
use quittance_domain::calendar::Frequency;
use serde_json::{Value, json};

/// The shape of [`view`].
pub fn schema() -> Schema {
    let instalment = Schema::object()
        .field("number", Schema::integer(1))
        .field("due_date", Schema::date("2026-02-15"))
        .field("amount", Schema::money_text("315.68"))
        .field("paid_amount", Schema::money_text("315.68"))
        .field("paid_on", Schema::date("2026-02-14").or_null())
        .told(
            "status",
            Schema::name_of(&InstalmentStatus::ALL),
            "Unpaid ones are `released` while nothing is owed any more: the debt was paid off, \
             settled, written off or given back without them.",
        )
        .named("Instalment");
    Schema::object()
        .field("loan_id", Schema::uuid(LOAN.example))
        .told("on", Schema::date("2026-03-01"), "The day it is true for.")
        .told(
            "effective_date",
            Schema::date("2026-01-15").or_null(),
            "From when it is in force.",
        )
        .field(
            "frequency",
            Schema::name_of(&Frequency::ALL)
                .like("monthly".into())
                .or_null(),
        )
        .field("instalment_amount", Schema::money_text("315.68").or_null())
        .told(
            "past_due_amount",
            Schema::money_text("0.00"),
            "What of the instalments is past due.",
        )
        .field("delinquency", delinquency_schema())
        .field("instalments", Schema::list(instalment))
        .named("Schedule")
}

/// The schedule of a loan on a day; a loan that is due on demand has no instalments.
pub fn view(account: &Account, on: NaiveDate) -> Value {
    let money = |amount: Money| amount.to_decimal(account.terms.currency);
    let schedule = account.schedule.as_deref();
    let in_force = schedule.and_then(|schedule| in_force(schedule, on));
    let (frequency, amount) = match in_force.map(|version| &version.pattern) {
        Some(Pattern::Level {
            frequency, amount, ..
        }) => (Some(frequency.name()), Some(money(*amount))),
        Some(Pattern::Given(_)) | None => (None, None),
    };
    let instalment = |filled: &Filled| {
        json!({
            "number": filled.instalment.number,
            "due_date": filled.instalment.due,
            "amount": money(filled.instalment.amount),
            "paid_amount": money(filled.paid),
            "paid_on": filled.paid_on,
            "status": filled.status(on).name(),
        })
    };
    let instalments: Vec<Value> = account.instalments_on(on).iter().map(instalment).collect();
    json!({
        "loan_id": account.id,
        "on": on,
        "effective_date": in_force.map(|version| version.since.0),
        "frequency": frequency,
        "instalment_amount": amount,
        "past_due_amount": money(account.past_due_on(on)),
        "delinquency": delinquency(account.delinquency_on(on)),
        "instalments": instalments,
    })
}

/// The schedule that was in force at the end of a day.
fn in_force(schedule: &Schedule, on: NaiveDate) -> Option<&Version> {
    let mut versions = schedule.versions.iter().rev();
    versions.find(|version| version.since.0 <= on)
}
