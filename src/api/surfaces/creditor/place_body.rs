//! The two bodies of a placement: nested in snake case, and flat in camel case.
//!
//! They say the same; each field is read under the name that its body gives it, so that whoever is
//! told that it is wrong knows it.

use super::itemization;
use crate::body::Fields;
use crate::personal::Personal;
use crate::placement::{
    ACCOUNT_TYPES, INTERCEPT, NUMBER_LENGTH, PHASES, Placement, RECOVERY, expected_charge_off,
};
use chrono::NaiveDate;
use quittance_domain::account::{Details, TermsGiven};
use quittance_domain::creditor::UsState;
use quittance_domain::{Currency, Money};

/// The surface has one currency, since its requests name none.
const CURRENCY: Currency = Currency::USD;

/// What a body calls its fields.
struct Names {
    email: &'static str,
    first_name: &'static str,
    last_name: &'static str,
    phone: &'static str,
    zip: &'static str,
    state: &'static str,
    last4_ssn: &'static str,
    original_creditor: &'static str,
    original_balance: &'static str,
    principal_balance: &'static str,
    charge_off_date: &'static str,
    account_type: &'static str,
    account_phase: &'static str,
    creditor_reference: &'static str,
    placement_date: &'static str,
    last_payment_date: &'static str,
    last_payment_amount: &'static str,
    minimum_payment: &'static str,
}

/// The consumer's own fields are members of `consumer`.
const NESTED: Names = Names {
    email: "email",
    first_name: "first_name",
    last_name: "last_name",
    phone: "phone",
    zip: "address_zip",
    state: "state",
    last4_ssn: "last4ssn",
    original_creditor: "original_creditor",
    original_balance: "original_balance",
    principal_balance: "principal_balance",
    charge_off_date: "charge_off_date",
    account_type: "account_type",
    account_phase: "account_phase",
    creditor_reference: "creditor_reference",
    placement_date: "placement_date",
    last_payment_date: "last_payment_date",
    last_payment_amount: "last_payment_amount",
    minimum_payment: "minimum_payment",
};

const FLAT: Names = Names {
    email: "consumerEmail",
    first_name: "firstName",
    last_name: "lastName",
    phone: "phone",
    zip: "addressZip",
    state: "state",
    last4_ssn: "last4ssn",
    original_creditor: "originalCreditor",
    original_balance: "originalBalance",
    principal_balance: "principalBalance",
    charge_off_date: "chargeOffDate",
    account_type: "accountType",
    account_phase: "accountPhase",
    creditor_reference: "creditorReference",
    placement_date: "placementDate",
    last_payment_date: "lastPaymentDate",
    last_payment_amount: "lastPaymentAmount",
    minimum_payment: "minimumPayment",
};

/// The flat body as the public API has it.
const EXTERNAL: Names = Names {
    account_phase: "phase",
    ..FLAT
};

/// Reads a placement of either body; what is wrong is gathered in `fields`.
pub fn placement(fields: &mut Fields, today: NaiveDate) -> Placement {
    let nested = fields.has("consumer") || fields.has(NESTED.principal_balance);
    let names = if nested { &NESTED } else { &FLAT };
    read(fields, names, nested, today)
}

/// Reads a placement of the public API.
pub fn external(fields: &mut Fields, today: NaiveDate) -> Placement {
    read(fields, &EXTERNAL, false, today)
}

fn read(fields: &mut Fields, names: &Names, nested: bool, today: NaiveDate) -> Placement {
    let personal = if nested {
        nested_person(fields)
    } else {
        person(fields, names)
    };
    let (original, principal) = balances(fields, names);
    let opened_on = placed_on(fields, names, today);
    let mut details = details(fields, names, opened_on, original);
    details.itemized = itemization::take(fields, principal, opened_on).map(Box::new);
    let given = TermsGiven {
        currency: Some(CURRENCY),
        ..TermsGiven::default()
    };
    Placement {
        number: fields.text(names.creditor_reference, NUMBER_LENGTH),
        details,
        personal,
        ..Placement::new(given, opened_on, principal)
    }
}

fn nested_person(fields: &mut Fields) -> Personal {
    let before = fields.errors();
    let Some(mut consumer) = fields.object("consumer") else {
        if fields.errors() == before {
            fields.wrong("consumer", "is required");
        }
        return Personal::default();
    };
    let personal = person(&mut consumer, &NESTED);
    fields.absorb(consumer);
    fields.note_required("consumer");
    personal
}

fn person(fields: &mut Fields, names: &Names) -> Personal {
    let before = fields.errors();
    let email = fields.email(names.email);
    Personal {
        email: Some(fields.required(names.email, before, email)),
        first_name: fields.text(names.first_name, 100),
        last_name: fields.text(names.last_name, 100),
        phone: fields.text(names.phone, 40),
        zip: fields.digits(names.zip, 5),
        state: state(fields, names.state),
        last4_ssn: fields.digits(names.last4_ssn, 4),
        ..Personal::default()
    }
}

/// An optional postal code of a state.
fn state(fields: &mut Fields, name: &str) -> Option<String> {
    let text = fields.text(name, 40)?;
    match text.parse::<UsState>() {
        Ok(state) => Some(state.to_string()),
        Err(error) => {
            fields.wrong(name, error.to_string());
            None
        }
    }
}

/// The original and the principal balance; without an original one the principal is it.
fn balances(fields: &mut Fields, names: &Names) -> (Money, Money) {
    let before = fields.errors();
    let principal = fields.positive_amount(names.principal_balance, CURRENCY);
    let original = fields.amount(names.original_balance, CURRENCY);
    if fields.errors() == before && original.is_some_and(|original| principal > original) {
        let message = format!("must not be more than {}", names.original_balance);
        fields.wrong(names.principal_balance, message);
    }
    (original.unwrap_or(principal), principal)
}

fn placed_on(fields: &mut Fields, names: &Names, today: NaiveDate) -> NaiveDate {
    let placed_on = fields.date(names.placement_date).unwrap_or(today);
    if placed_on > today {
        fields.wrong(names.placement_date, "must not be in the future");
    }
    placed_on
}

fn details(fields: &mut Fields, names: &Names, opened_on: NaiveDate, original: Money) -> Details {
    let kind = fields.choice(names.account_type, &ACCOUNT_TYPES);
    let phase = fields
        .choice(names.account_phase, &PHASES)
        .unwrap_or(RECOVERY);
    let past_due = fields
        .integer("dpd", 0, 365)
        .and_then(|days| u32::try_from(days).ok());
    let given = fields.date(names.charge_off_date);
    // Known beforehand only of a debt whose kind and days past due are known.
    let expected = || {
        let (_, boundary) = kind.filter(|_| phase == INTERCEPT)?;
        expected_charge_off(boundary, past_due?, opened_on)
    };
    Details {
        original_balance: Some(original),
        original_creditor: fields.text(names.original_creditor, 200).map(Into::into),
        account_type: kind.map(|(name, _)| name.into()),
        account_phase: Some(phase.into()),
        charge_off_date: given.or_else(expected),
        days_past_due: past_due,
        last_payment_date: fields.date(names.last_payment_date),
        last_payment_amount: not_negative(fields, names.last_payment_amount),
        minimum_payment: not_negative(fields, names.minimum_payment),
        ..Details::default()
    }
}

fn not_negative(fields: &mut Fields, name: &str) -> Option<Money> {
    let amount = fields.amount(name, CURRENCY)?;
    if amount < Money::ZERO {
        fields.wrong(name, "must not be negative");
    }
    Some(amount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use serde_json::{Value, json};

    fn read_body(body: &Value) -> Result<Placement, Vec<(String, String)>> {
        let mut fields = Fields::new(body.as_object().unwrap().clone());
        let placement = placement(&mut fields, "2026-01-15".parse().unwrap());
        match fields.check() {
            Ok(()) => Ok(placement),
            Err(Problem::Invalid(wrong)) => Err(wrong
                .into_iter()
                .map(|wrong| (wrong.field, wrong.message))
                .collect()),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn nested() -> Value {
        json!({
            "consumer": {
                "first_name": "Jane", "last_name": "Doe", "email": "jane@example.com",
            },
            "original_creditor": "Sample Federal CU",
            "principal_balance": 5247.63,
            "charge_off_date": null,
            "account_phase": "phase0",
        })
    }

    fn flat() -> Value {
        json!({
            "consumerEmail": "member@example.com",
            "originalBalance": 5280.00,
            "principalBalance": 5280.00,
            "dpd": 78,
            "accountType": "credit_card",
            "accountPhase": "intercept",
            "last4ssn": "4321",
            "creditorReference": "ABC-00123",
        })
    }

    fn with(mut body: Value, name: &str, value: Value) -> Value {
        body[name] = value;
        body
    }

    #[test]
    fn both_bodies_are_read() {
        let placed = read_body(&nested()).unwrap();
        assert_eq!(placed.principal.minor(), 524_763);
        assert_eq!(placed.details.original_balance, Some(placed.principal));
        assert_eq!(placed.details.account_phase.as_deref(), Some("intercept"));
        assert_eq!(placed.personal.full_name().as_deref(), Some("Jane Doe"));
        assert_eq!(placed.number, None);

        let placed = read_body(&flat()).unwrap();
        assert_eq!(placed.principal.minor(), 528_000);
        assert_eq!(placed.number.as_deref(), Some("ABC-00123"));
        assert_eq!(placed.personal.last4_ssn.as_deref(), Some("4321"));
        assert_eq!(placed.personal.email.as_deref(), Some("member@example.com"));
        // 180 days past due, of which 78 have gone by.
        assert_eq!(
            placed.details.charge_off_date,
            Some("2026-04-27".parse().unwrap())
        );
    }

    #[test]
    fn what_is_wrong_is_named_as_the_caller_names_it() {
        let one = |field: &str, message: &str| vec![(field.to_owned(), message.to_owned())];
        let cases = [
            (
                with(flat(), "consumerEmail", json!(null)),
                one("consumerEmail", "is required"),
            ),
            (
                with(nested(), "consumer", json!({ "email": "jane" })),
                one("consumer.email", "is not a valid email address"),
            ),
            (
                with(nested(), "consumer", json!("Jane")),
                one("consumer", "must be an object"),
            ),
            (
                with(flat(), "principalBalance", json!(5280.01)),
                one("principalBalance", "must not be more than originalBalance"),
            ),
            (
                with(nested(), "principal_balance", json!(0)),
                one("principal_balance", "must be more than zero"),
            ),
            (
                with(flat(), "last4ssn", json!("43210")),
                one("last4ssn", "must be 4 digits"),
            ),
            (
                with(flat(), "dpd", json!(366)),
                one("dpd", "must be a whole number from 0 to 365"),
            ),
            (
                with(flat(), "placementDate", json!("2026-01-16")),
                one("placementDate", "must not be in the future"),
            ),
            (
                with(flat(), "accountPhase", json!("phase2")),
                one(
                    "accountPhase",
                    "must be one of intercept, recovery, phase0, phase1",
                ),
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(read_body(&body).unwrap_err(), expected, "{body}");
        }
        let nothing = read_body(&json!({})).unwrap_err();
        let required = ["consumerEmail", "principalBalance"].map(str::to_owned);
        assert_eq!(
            nothing
                .into_iter()
                .map(|(field, _)| field)
                .collect::<Vec<_>>(),
            required
        );
    }
}
