//! The errors of a surface: one of each kind, as the surface itself renders it.

use super::endpoint::{Endpoint, Place};
use crate::auth::API_ACCESS;
use crate::limits::Rule;
use crate::placement::ACCOUNT_NUMBER;
use crate::problem::{Problem, Surface};
use axum::http::StatusCode;
use quittance_domain::Money;
use quittance_domain::account::Refusal;
use quittance_store::Claim;
use serde_json::Value;

/// Which endpoints can meet a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Met {
    ByAll,
    WhereACallerIsAsked,
    WhereAnApiCanBeClosed,
    WhereAPathNamesSomething,
    WhereThereIsInput,
    WhereThereIsABody,
    ByWrites,
    WhereRequestIdsAreHeeded,
    WhereAPasswordIsAsked,
    ByWritesOfBrowsers,
    WhereThereIsALimit,
}

/// A problem and the surface's answer to it.
#[derive(Clone, Debug)]
pub struct Sample {
    pub name: &'static str,
    /// When it is met.
    pub description: &'static str,
    pub status: StatusCode,
    pub body: Value,
    met: Met,
    /// Whether the surface knows browsers.
    sessions: bool,
    /// Whether the surface can be closed to a creditor.
    closable: bool,
}

/// The request id in every example.
pub const REQUEST_ID: &str = "01kaj3v9zq6m2t8w4x7y1b5c0d";

impl Sample {
    /// Whether the endpoint can meet the problem.
    pub fn concerns(&self, endpoint: &Endpoint) -> bool {
        let names_something = || {
            let mut places = endpoint.parameters.iter();
            places.any(|parameter| matches!(parameter.place, Place::Path(_) | Place::QueryId(_)))
        };
        match self.met {
            Met::ByAll => true,
            Met::WhereACallerIsAsked => endpoint.access.is_some(),
            Met::WhereAnApiCanBeClosed => self.closable && endpoint.access.is_some(),
            Met::WhereAPathNamesSomething => endpoint.names_something || names_something(),
            Met::WhereThereIsInput => endpoint.writes() || !endpoint.parameters.is_empty(),
            Met::WhereThereIsABody => endpoint.writes(),
            Met::ByWrites => endpoint.writes() && endpoint.access.is_some(),
            Met::WhereRequestIdsAreHeeded => {
                endpoint.writes() && endpoint.access.is_some() && endpoint.sent_twice.is_none()
            }
            Met::WhereAPasswordIsAsked => endpoint.logs_in,
            Met::WhereThereIsALimit => Rule::of(endpoint.path).is_some(),
            Met::ByWritesOfBrowsers => self.sessions && endpoint.writes(),
        }
    }
}

/// Every problem as `S` answers it.
pub fn samples<S: Surface>() -> Vec<Sample> {
    all()
        .filter(|(_, _, problem, _)| {
            S::ABOUT.heeds_request_ids || !matches!(problem, Problem::RequestIdReused)
        })
        .map(|(name, description, problem, met)| {
            let rendered = S::render(&problem, REQUEST_ID);
            Sample {
                name,
                description,
                status: rendered.status,
                body: serde_json::from_slice(&rendered.body).unwrap_or_default(),
                met,
                sessions: S::ABOUT.has_sessions(),
                closable: S::API.is_some(),
            }
        })
        .collect()
}

type Kind = (&'static str, &'static str, Problem, Met);

fn all() -> impl Iterator<Item = Kind> {
    of_callers()
        .into_iter()
        .chain(of_requests())
        .chain(of_writes())
        .chain(of_times())
}

/// Who calls.
fn of_callers() -> [Kind; 6] {
    let forbidden = Problem::Forbidden {
        needs: "payments:write",
    };
    [
        (
            "missing_credential",
            "No credential.",
            Problem::CredentialMissing,
            Met::WhereACallerIsAsked,
        ),
        (
            "wrong_credential",
            "The credential is unknown, revoked or expired.",
            Problem::CredentialWrong,
            Met::WhereACallerIsAsked,
        ),
        (
            "forbidden",
            "The caller's role or scopes do not cover this.",
            forbidden,
            Met::WhereACallerIsAsked,
        ),
        (
            "api_not_enabled",
            "This API is closed to the creditor, as its admin has set.",
            Problem::Forbidden { needs: API_ACCESS },
            Met::WhereAnApiCanBeClosed,
        ),
        (
            "login_failed",
            "No user has this address and password.",
            Problem::LoginFailed,
            Met::WhereAPasswordIsAsked,
        ),
        (
            "csrf_failed",
            "A browser's write does not repeat its token.",
            Problem::CsrfFailed,
            Met::ByWritesOfBrowsers,
        ),
    ]
}

/// What is asked for.
fn of_requests() -> [Kind; 5] {
    let malformed = Problem::Malformed {
        message: "expected value at line 1 column 1".to_owned(),
    };
    let too_large = Problem::BodyTooLarge {
        limit: crate::body::BODY_LIMIT,
    };
    [
        (
            "not_found",
            "There is no such thing, or it is another creditor's, which looks the same.",
            Problem::not_found("account"),
            Met::WhereAPathNamesSomething,
        ),
        (
            "wrong_value",
            "A value cannot be accepted.",
            Problem::invalid("amount", "must be more than zero"),
            Met::WhereThereIsInput,
        ),
        (
            "malformed_body",
            "The body is not JSON.",
            malformed,
            Met::WhereThereIsABody,
        ),
        (
            "body_too_large",
            "The body is too large.",
            too_large,
            Met::WhereThereIsABody,
        ),
        (
            "body_encoded",
            "The body is compressed: it must come as it is, as `Accept-Encoding` says.",
            Problem::BodyEncoded,
            Met::WhereThereIsABody,
        ),
    ]
}

/// What the ledger says to a write.
fn of_writes() -> [Kind; 4] {
    let rule = Refusal::RefundExceedsPayment {
        left: Money::from_minor(10_000),
    };
    let taken = Claim {
        kind: ACCOUNT_NUMBER,
        name: "ABC-00123".into(),
    };
    [
        (
            "refused_state",
            "The state of the account does not allow it.",
            Problem::Refused(Refusal::AccountChargedOff),
            Met::ByWrites,
        ),
        (
            "refused_rule",
            "A rule of the ledger does not allow it.",
            Problem::Refused(rule),
            Met::ByWrites,
        ),
        (
            "taken",
            "A number or name that must be unique is taken.",
            Problem::Taken(taken, None),
            Met::ByWrites,
        ),
        (
            "request_id_reused",
            "The request id was used for another request.",
            Problem::RequestIdReused,
            Met::WhereRequestIdsAreHeeded,
        ),
    ]
}

/// When it is asked for.
fn of_times() -> [Kind; 3] {
    [
        (
            "rate_limited",
            "The quota is used up: try again after as many seconds as `Retry-After` says.",
            Problem::RateLimited { window: 60 },
            Met::WhereThereIsALimit,
        ),
        (
            "unavailable",
            "Not now: try again after a second.",
            Problem::Unavailable,
            Met::ByAll,
        ),
        (
            "internal",
            "A defect of the server, which has been logged.",
            Problem::Internal,
            Met::ByAll,
        ),
    ]
}
