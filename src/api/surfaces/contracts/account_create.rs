//! `POST /api/v1/accounts.php`: add an account (a contract).

use super::render::Contracts;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::json;
use crate::openapi::{Endpoint, Schema, input};
use crate::personal::Personal;
use crate::placement::{NUMBER_LENGTH, Placement};
use crate::problem::Rejected;
use crate::settings::CurrentSettings;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Details, TermsGiven};
use quittance_domain::{Currency, Money};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids};
use serde_json::json;

/// The surface has one currency, since its requests name none.
const CURRENCY: Currency = Currency::USD;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/accounts.php", "create_account", create)
        .says(
            "Create an account",
            "Adds a contract. Its number can be used once, so a request that is sent again is \
             refused with 409.",
        )
        .sent_twice("the number is taken, and the second request is refused with 409.")
        .needs(KeyRole::LoanOfficer, "accounts:write")
        .body::<Placement>()
        .example(
            "A contract",
            json!({
                "account_number": "CONTRACT-2024-001",
                "debtor_name": "Acme Corp",
                "debtor_phone": "555-123-4567",
                "original_balance": 10000,
                "current_balance": 8500,
                "debtor_email": "billing@acme.com",
                "notes": "Added via API",
            }),
        )
        .replies(StatusCode::CREATED, "The account has been added.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field("success", Schema::boolean(true))
        .field("account_id", Schema::integer(123))
        .field("account_number", Schema::text("CONTRACT-2024-001"))
        .named("Created")
}

async fn create(
    State(app): State<App>,
    caller: Caller<Contracts>,
    mut payload: Payload<Contracts>,
) -> Result<Response, Rejected<Contracts>> {
    let mut placement: Placement = payload.read(&Given::on(ids::now().date_naive()))?;
    let books = app.profile(caller.creditor).await?.books;
    let settings = CurrentSettings::of(&app, caller.creditor).await?;
    placement.agree(books, &settings.programs);
    let reply = |accepted: &Accepted<'_>| {
        json(&json!({
            "success": true,
            "account_id": accepted.account.opened_sequence,
            "account_number": accepted.account.number,
        }))
    };
    let request = (payload.request, payload.request_id);
    Ok(placement
        .submit::<Contracts>(&app, &caller, request, reply)
        .await?)
}

impl Body for Placement {
    fn read(fields: &mut Fields, given: &Given) -> Placement {
        placement(fields, given.today)
    }
}

/// The day of birth, which has come.
fn birth(fields: &mut Fields, today: NaiveDate) -> Option<NaiveDate> {
    let day = fields.date("debtor_dob")?;
    if day > today {
        fields.wrong("debtor_dob", "must not be in the future");
    }
    Some(day)
}

/// The body, its fields read in the order in which callers are told what is wrong.
fn placement(fields: &mut Fields, today: NaiveDate) -> Placement {
    let number = fields.required_text("account_number", NUMBER_LENGTH);
    let name = fields.required_text("debtor_name", 200);
    let phone = fields.required_text("debtor_phone", 40);
    let (original, current) = balances(fields);
    let personal = Personal {
        name: Some(name),
        phone: Some(phone),
        email: fields.email("debtor_email"),
        date_of_birth: birth(fields, today).map(|date| date.to_string()),
        address: fields.text("debtor_address", 200),
        city: fields.text("debtor_city", 100),
        state: fields.text("debtor_state", 50),
        zip: fields.text("debtor_zip", 20),
        notes: fields.text("notes", 5_000),
        ..Personal::default()
    };
    let ssn = ssn(fields);
    let personal = Personal {
        last4_ssn: ssn.as_deref().map(last_four),
        ssn,
        ..personal
    };
    let annual_rate = fields.percent("interest_rate");
    let details = Details {
        original_balance: Some(original),
        original_creditor: fields.text("original_creditor", 200).map(Into::into),
        date_opened: fields.date("date_opened"),
        date_delinquent: fields.date("date_delinquent"),
        days_past_due: fields
            .integer("days_past_due", 0, 100_000)
            .and_then(|days| u32::try_from(days).ok()),
        ..Details::default()
    };
    let given = TermsGiven {
        currency: Some(CURRENCY),
        annual_rate,
        ..TermsGiven::default()
    };
    Placement {
        number: Some(number),
        details,
        personal,
        ..Placement::new(given, today, current)
    }
}

/// Both balances: what is no amount is named alone, what is missing or not above zero in one text.
fn balances(fields: &mut Fields) -> (Money, Money) {
    let mut above_zero = true;
    let [original, current] = ["original_balance", "current_balance"].map(|name| {
        let before = fields.errors();
        let amount = fields.amount(name, CURRENCY);
        fields.note(name, input::positive_amount);
        fields.note_required(name);
        above_zero &= fields.errors() > before || amount.is_some_and(Money::is_positive);
        amount.unwrap_or_default()
    });
    if !above_zero {
        fields.wrong("original_balance", "and current_balance must be > 0");
    }
    (original, current)
}

/// A social security number, with or without its hyphens, as `XXX-XX-XXXX`.
fn ssn(fields: &mut Fields) -> Option<String> {
    let text = fields.text("debtor_ssn", 40);
    fields.note("debtor_ssn", || {
        Schema::of(json!({ "type": "string", "pattern": "^[0-9]{3}-?[0-9]{2}-?[0-9]{4}$" }))
    });
    let text = text?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let hyphened = (digits.len() == 9)
        .then(|| format!("{}-{}-{}", &digits[..3], &digits[3..5], &digits[5..]))
        .filter(|hyphened| *hyphened == text || digits == text);
    if hyphened.is_none() {
        fields.wrong("debtor_ssn", "must be XXX-XX-XXXX");
    }
    hyphened
}

fn last_four(ssn: &str) -> String {
    ssn[ssn.len() - 4..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Problem, Surface};
    use serde_json::Value;

    /// The documented sample, some of its fields replaced.
    fn sample(changes: Value) -> Fields {
        let mut body = json!({
            "account_number": "CONTRACT-2024-001",
            "debtor_name": "Acme Corp",
            "debtor_phone": "555-123-4567",
            "original_balance": 10000,
            "current_balance": 8500,
            "debtor_email": "billing@acme.com",
            "notes": "Added via API",
        });
        let members = body.as_object_mut().unwrap();
        for (name, value) in changes.as_object().unwrap() {
            members.insert(name.clone(), value.clone());
        }
        Fields::new(members.clone())
    }

    fn read(mut fields: Fields) -> Result<Placement, Problem> {
        let today = "2026-01-15".parse().unwrap();
        let placement = placement(&mut fields, today);
        fields.check().map(|()| placement)
    }

    /// The texts that a body is refused with.
    fn errors(changes: Value) -> Vec<String> {
        let rendered = Contracts::render(&read(sample(changes)).unwrap_err(), "");
        assert_eq!(rendered.status, StatusCode::BAD_REQUEST);
        let body: Value = serde_json::from_slice(&rendered.body).unwrap();
        let texts = body["errors"].as_array().unwrap();
        assert_eq!(body["error"], texts[0]);
        texts
            .iter()
            .map(|text| text.as_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn the_sample_is_a_placement_of_the_current_balance() {
        let placed = read(sample(json!({ "interest_rate": 8.5, "days_past_due": 3 }))).unwrap();
        assert_eq!(placed.number.as_deref(), Some("CONTRACT-2024-001"));
        assert_eq!(placed.principal.minor(), 850_000);
        assert_eq!(
            placed.details.original_balance,
            Some(Money::from_minor(1_000_000))
        );
        assert_eq!(placed.details.days_past_due, Some(3));
        assert_eq!(placed.terms.annual_rate.ten_billionths(), 850_000_000);
        assert_eq!(placed.personal.name.as_deref(), Some("Acme Corp"));
    }

    #[test]
    fn amounts_may_be_numeric_texts() {
        let placed = read(sample(json!({ "current_balance": "8500.5" }))).unwrap();
        assert_eq!(placed.principal.minor(), 850_050);
    }

    #[test]
    fn what_is_missing_is_told_in_the_documented_order() {
        let mut nothing = Fields::default();
        let today = "2026-01-15".parse().unwrap();
        let _ = placement(&mut nothing, today);
        let body = Contracts::render(&nothing.check().unwrap_err(), "").body;
        let body: Value = serde_json::from_slice(&body).unwrap();
        let expected = [
            "account_number is required",
            "debtor_name is required",
            "debtor_phone is required",
            "original_balance and current_balance must be > 0",
        ];
        assert_eq!(body["errors"], json!(expected));
    }

    #[test]
    fn wrong_values_are_named() {
        let both = "original_balance and current_balance must be > 0";
        let number = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let cases = [
            (
                json!({ "account_number": "  " }),
                "account_number is required",
            ),
            (
                json!({ "account_number": 7 }),
                "account_number must be a string",
            ),
            (json!({ "debtor_name": null }), "debtor_name is required"),
            (json!({ "current_balance": 0 }), both),
            (json!({ "current_balance": -1 }), both),
            (json!({ "original_balance": null }), both),
            (
                json!({ "current_balance": 1.005 }),
                "current_balance has more than 2 decimals",
            ),
            (
                json!({ "current_balance": "NaN" }),
                "current_balance is not a decimal number",
            ),
            (
                json!({ "current_balance": true }),
                "current_balance must be a number",
            ),
            (
                json!({ "original_balance": number("1e400") }),
                "original_balance is too large",
            ),
            (
                json!({ "debtor_email": "acme" }),
                "debtor_email is not a valid email address",
            ),
            (
                json!({ "debtor_dob": "15/01/1980" }),
                "debtor_dob must be a date, YYYY-MM-DD, from 1900 to 2200",
            ),
            (
                json!({ "debtor_dob": "2199-01-01" }),
                "debtor_dob must not be in the future",
            ),
            (
                json!({ "debtor_ssn": "123-456-789" }),
                "debtor_ssn must be XXX-XX-XXXX",
            ),
            (
                json!({ "interest_rate": -1 }),
                "interest_rate must be between 0 and 1000",
            ),
        ];
        for (changes, expected) in cases {
            assert_eq!(errors(changes.clone()), [expected], "{changes}");
        }
    }

    #[test]
    fn a_social_security_number_is_kept_in_one_form() {
        for given in ["123-45-6789", "123456789"] {
            let placed = read(sample(json!({ "debtor_ssn": given }))).unwrap();
            assert_eq!(placed.personal.ssn.as_deref(), Some("123-45-6789"));
            assert_eq!(placed.personal.last4_ssn.as_deref(), Some("6789"));
        }
    }
}
