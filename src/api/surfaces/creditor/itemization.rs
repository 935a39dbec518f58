//! How a debt came to what it is, as its creditor tells for the validation notice: Regulation F,
//! 12 CFR 1006.34(c)(2)(vii) and (viii).

use super::words;
use crate::body::Fields;
use crate::openapi::Schema;
use chrono::NaiveDate;
use quittance_domain::account::Itemized;
use quittance_domain::{Currency, Money};
use serde_json::{Value, json};

/// The surface has one currency, since its requests name none.
const CURRENCY: Currency = Currency::USD;

/// What an itemization date can be: 12 CFR 1006.34(b)(3).
const REFERENCES: [(&str, &str); 5] = [
    ("last_statement", "last_statement"),
    ("charge_off", "charge_off"),
    ("last_payment", "last_payment"),
    ("transaction", "transaction"),
    ("judgment", "judgment"),
];

/// Takes `itemization`; it must come to what is placed.
pub fn take(fields: &mut Fields, principal: Money, placed_on: NaiveDate) -> Option<Itemized> {
    let wrong_before = fields.errors();
    let mut given = fields.object("itemization")?;
    let reference = given.required_choice("reference", &REFERENCES);
    let before = given.errors();
    let date = given.date("date");
    let date = given.required("date", before, date);
    if given.errors() == before && date > placed_on {
        given.wrong("date", "must not be after the placement");
    }
    let amount = not_negative(&mut given, "amount", true);
    let mut since = |name| not_negative(&mut given, name, false);
    let itemized = Itemized {
        reference: reference.unwrap_or_default().into(),
        date,
        amount,
        interest: since("interest"),
        fees: since("fees"),
        payments: since("payments"),
        credits: since("credits"),
    };
    let placed =
        itemized.amount + itemized.interest + itemized.fees - itemized.payments - itemized.credits;
    if given.errors() == 0 && fields.errors() == wrong_before && placed != principal {
        let message = "with interest and fees, less payments and credits, must be what is placed";
        given.wrong("amount", message);
    }
    fields.absorb(given);
    Some(itemized)
}

/// An amount of zero or more, and zero when it is not there and need not be.
fn not_negative(fields: &mut Fields, name: &str, is_required: bool) -> Money {
    let before = fields.errors();
    let amount = fields.amount(name, CURRENCY);
    if amount.is_some_and(|amount| amount < Money::ZERO) {
        fields.wrong(name, "must not be negative");
    }
    match is_required {
        true => fields.required(name, before, amount),
        false => amount.unwrap_or_default(),
    }
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
