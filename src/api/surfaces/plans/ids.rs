//! Ids as strings of decimal digits; a number or a UUID is understood too.
//!
//! A plan's id is a sequence of the book; an administration and a debtor have UUIDs, whose number
//! is written in decimal; a term's id is its plan's id and its own number.

use super::ADMINISTRATION;
use super::render::Plans;
use crate::body::{Fields, Place};
use crate::openapi::{Endpoint, Schema};
use crate::problem::Problem;
use crate::query::Parameters;
use quittance_domain::CreditorId;
use serde_json::{Value, json};
use uuid::Uuid;

/// Room for the terms of one plan between the ids of two.
const TERMS: i64 = 1_000;

pub fn of_uuid(id: Uuid) -> String {
    id.as_u128().to_string()
}

pub fn of_term(plan: i64, number: u16) -> String {
    (plan * TERMS + i64::from(number)).to_string()
}

/// The UUID that a text means; `None` when it means none.
pub fn uuid(text: &str) -> Option<Uuid> {
    let text = text.trim();
    match text.parse() {
        Ok(number) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(Uuid::from_u128(number))
        }
        _ => Uuid::try_parse(text).ok(),
    }
}

/// The plan that a path names; what is no number names nothing.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn plan(text: &str) -> Result<i64, Problem> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let id = text.parse().ok().filter(|_| digits);
    id.ok_or(Problem::not_found("payment plan"))
}

/// Declares the administration that the query must name.
pub fn declare_administration(endpoint: Endpoint) -> Endpoint {
    let about = "The creditor: the number of its id, or the id itself.";
    endpoint
        .required_query("administration_id", Schema::text(ADMINISTRATION), about)
        .names_something()
}

/// Checks the administration that a request names: it must be the caller's.
///
/// # Errors
/// [`Problem::Invalid`] when there is none, [`Problem::NotFound`] when it is not the caller's.
pub fn check_administration(given: Option<&str>, creditor: CreditorId) -> Result<(), Problem> {
    let given = given.filter(|given| !given.is_empty());
    let given = given.ok_or(Problem::invalid("administration_id", "is required"))?;
    if uuid(given) == Some(creditor.0) {
        Ok(())
    } else {
        Err(Problem::not_found("administration"))
    }
}

/// Checks the administration that a query names.
///
/// # Errors
/// Those of [`check_administration`].
pub fn check_queried(parameters: &Parameters<Plans>, creditor: CreditorId) -> Result<(), Problem> {
    let checked = check_administration(parameters.text("administration_id"), creditor);
    checked.map_err(|problem| problem.found_in(Place::Query))
}

/// The administration of a body, as text.
pub fn administration(fields: &mut Fields) -> Option<String> {
    fields.note("administration_id", || {
        Schema::of(json!({ "type": ["string", "integer"] }))
    });
    fields.note_required("administration_id");
    match fields.take("administration_id")? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => {
            fields.wrong("administration_id", "must be a string");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_goes_there_and_back_as_digits() {
        let id = Uuid::try_parse("550e8400-e29b-41d4-a716-446655440000").unwrap();
        let digits = of_uuid(id);
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(uuid(&digits), Some(id));
        assert_eq!(uuid(&id.to_string()), Some(id));
        for text in ["", "x", "-1", "+1", "1.0"] {
            assert_eq!(uuid(text), None, "{text:?}");
        }
    }

    #[test]
    fn only_digits_name_a_plan() {
        assert_eq!(plan("17").ok(), Some(17));
        for text in ["", "x", "-1", "+1", "1.0", "99999999999999999999"] {
            assert!(plan(text).is_err(), "{text:?}");
        }
    }
}
