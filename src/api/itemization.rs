//! How a debt came to what it is, as its creditor tells for the validation notice: Regulation F,
//! 12 CFR 1006.34(c)(2)(vii) and (viii).

use crate::body::Fields;
use chrono::NaiveDate;
use quittance_domain::Money;
use quittance_domain::account::Itemized;

/// What an itemization date can be: 12 CFR 1006.34(b)(3).
pub const REFERENCES: [(&str, &str); 5] = [
    ("last_statement", "last_statement"),
    ("charge_off", "charge_off"),
    ("last_payment", "last_payment"),
    ("transaction", "transaction"),
    ("judgment", "judgment"),
];

/// The fields of an itemization.
pub const FIELDS: [&str; 7] = [
    "reference",
    "date",
    "amount",
    "interest",
    "fees",
    "payments",
    "credits",
];

/// Reads an amount that is not negative, if it is there.
pub type ReadAmount = fn(&mut Fields, &str) -> Option<Money>;

/// Reads an itemization of a debt placed on a day.
///
/// Interest, fees, payments and credits since its date are zero where they are not told.
pub fn read(given: &mut Fields, amount: ReadAmount, placed_on: NaiveDate) -> Itemized {
    let reference = given.required_choice("reference", &REFERENCES);
    let before = given.errors();
    let date = given.date("date");
    let date = given.required("date", before, date);
    if given.errors() == before && date > placed_on {
        given.wrong("date", "must not be after the placement");
    }
    let before = given.errors();
    let owed = amount(given, "amount");
    let owed = given.required("amount", before, owed);
    let mut since = |name| amount(given, name).unwrap_or_default();
    Itemized {
        reference: reference.unwrap_or_default().into(),
        date,
        amount: owed,
        interest: since("interest"),
        fees: since("fees"),
        payments: since("payments"),
        credits: since("credits"),
    }
}

/// Checks that an itemization in which nothing is wrong comes to what is placed.
pub fn check(given: &mut Fields, itemized: &Itemized, principal: Money) {
    let charged = itemized.amount + itemized.interest + itemized.fees;
    if charged - itemized.payments - itemized.credits != principal {
        let message = "with interest and fees, less payments and credits, must be what is placed";
        given.wrong("amount", message);
    }
}
