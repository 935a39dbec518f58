//! The itemization of a debt, as bodies have it and as the validation notice shows it.

use super::words;
use crate::body::Fields;
use crate::itemization::{REFERENCES, check, read};
use crate::openapi::Schema;
use chrono::NaiveDate;
use quittance_domain::account::Itemized;
use quittance_domain::{Currency, Money};
use serde_json::{Value, json};

/// The surface has one currency, since its requests name none.
const CURRENCY: Currency = Currency::USD;

/// Takes `itemization`; it must come to what is placed.
pub fn take(fields: &mut Fields, principal: Money, placed_on: NaiveDate) -> Option<Itemized> {
    let wrong_before = fields.errors();
    let mut given = fields.object("itemization")?;
    let itemized = read(&mut given, not_negative, placed_on);
    if given.errors() == 0 && fields.errors() == wrong_before {
        check(&mut given, &itemized, principal);
    }
    fields.absorb(given);
    Some(itemized)
}

fn not_negative(fields: &mut Fields, name: &str) -> Option<Money> {
    let amount = fields.amount(name, CURRENCY)?;
    if amount < Money::ZERO {
        fields.wrong(name, "must not be negative");
    }
    Some(amount)
}

pub fn schema() -> Schema {
    Schema::object()
        .field("reference", Schema::name_of(&REFERENCES))
        .field("date", Schema::date("2025-11-30"))
        .field("amount", Schema::number("5000.00"))
        .field("interest", Schema::number("200.00"))
        .field("fees", Schema::number("100.00"))
        .field("payments", Schema::number("52.37"))
        .field("credits", Schema::number("0.00"))
}

/// The itemization as a notice shows it.
pub fn view(itemized: &Itemized, currency: Currency) -> Value {
    let amount = |amount| words::amount(amount, currency);
    json!({
        "reference": itemized.reference,
        "date": itemized.date,
        "amount": amount(itemized.amount),
        "interest": amount(itemized.interest),
        "fees": amount(itemized.fees),
        "payments": amount(itemized.payments),
        "credits": amount(itemized.credits),
    })
}
