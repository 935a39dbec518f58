//! Errors as `{"code", "message"}`.

use super::vocabulary::WORDS;
use crate::body::{FieldError, Place};
use crate::openapi::{About, Schema, Scheme};
use crate::problem::{Problem, Rendered, Surface};
use axum::http::StatusCode;
use quittance_domain::account::{Refusal, RefusalKind};
use serde::Serialize;

/// The surface's way of saying what is wrong.
#[derive(Debug)]
pub struct Plans;

#[derive(Serialize)]
struct Body<'a> {
    code: &'static str,
    message: &'a str,
}

impl Surface for Plans {
    const ABOUT: About = About {
        tag: "plans",
        description: "Payment plans: what a debtor has agreed to pay, and by when. An \
            administration is a creditor, an invoice is an account, a debtor is its consumer. \
            Amounts come in as numbers and go out as text; ids are strings of digits; bodies are \
            JSON or forms.",
        owns: |path| path.starts_with("/v1/") || path.starts_with("/plans/"),
        credentials: &[Scheme::Bearer],
        heeds_request_ids: true,
        words: WORDS,
    };
    const FORMS: bool = true;

    fn error() -> Schema {
        Schema::object()
            .field("code", Schema::text("unprocessable_entity"))
            .field("message", Schema::text("terms is required"))
            .named("Error")
    }

    fn render(problem: &Problem, _: &str) -> Rendered {
        match problem {
            Problem::CredentialMissing
            | Problem::CredentialWrong
            | Problem::LoginFailed
            | Problem::CsrfFailed => {
                let message = "The access token is missing, unknown or expired";
                error(StatusCode::UNAUTHORIZED, "unauthorized", message)
            }
            Problem::Forbidden { needs } => {
                let message = format!("Missing permission: {needs}");
                error(StatusCode::FORBIDDEN, "forbidden", &message)
            }
            Problem::RateLimited { .. } => {
                let message = "Too many requests";
                error(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", message)
            }
            Problem::NotFound { .. } => not_found(),
            Problem::MethodNotAllowed => {
                let message = "This path does not have this method";
                error(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "method_not_allowed",
                    message,
                )
            }
            Problem::Malformed { message } => unprocessable(message),
            Problem::BodyTooLarge { limit } => {
                let message = format!("The body must have at most {limit} bytes");
                error(StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large", &message)
            }
            Problem::BodyEncoded => {
                let (code, message) = ("unsupported_media_type", "The body must not be compressed");
                error(StatusCode::UNSUPPORTED_MEDIA_TYPE, code, message)
            }
            Problem::Invalid(wrong) => {
                let each: Vec<String> = wrong.iter().map(told).collect();
                unprocessable(&each.join("; "))
            }
            Problem::Refused(refusal) => refused(refusal),
            Problem::RequestIdReused => {
                unprocessable("This request id was used for another request")
            }
            Problem::Taken(claim, _) => unprocessable(&format!("This {} is taken", claim.kind)),
            Problem::Unavailable => {
                let message = "Try again shortly";
                error(StatusCode::SERVICE_UNAVAILABLE, "unavailable", message)
            }
            Problem::Internal => {
                let message = "Internal error";
                error(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
            }
        }
    }
}

fn error(status: StatusCode, code: &'static str, message: &str) -> Rendered {
    Rendered::json(status, &Body { code, message })
}

/// What is wrong with a value, and where it was unless that was the body.
fn told(wrong: &FieldError) -> String {
    let place = match wrong.place {
        Place::Body => "",
        Place::Query => "query parameter ",
        Place::Header => "header ",
        Place::Path => "path parameter ",
    };
    format!("{place}{} {}", wrong.field, wrong.message)
}

/// One reply for what is not there and for what is another tenant's.
fn not_found() -> Rendered {
    error(StatusCode::NOT_FOUND, "not_found", "Not found")
}

fn unprocessable(message: &str) -> Rendered {
    error(
        StatusCode::UNPROCESSABLE_ENTITY,
        "unprocessable_entity",
        message,
    )
}

/// A rule that is broken is 422, whatever kind it is of: the published API has no conflict.
fn refused(refusal: &Refusal) -> Rendered {
    if refusal.kind() == RefusalKind::Unknown {
        return not_found();
    }
    let message = match refusal.field() {
        Some(field) => format!("{field}: {refusal}"),
        None => refusal.to_string(),
    };
    unprocessable(&message)
}
