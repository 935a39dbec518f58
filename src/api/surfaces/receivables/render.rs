//! Errors in the envelope, and outside of it what is wrong with a key.

use super::envelope::{Wrong, failure};
use super::vocabulary::WORDS;
use crate::openapi::{About, Schema, Scheme};
use crate::placement::ACCOUNT_NUMBER;
use crate::problem::{Problem, Rendered, Surface};
use axum::http::StatusCode;
use quittance_domain::account::{Refusal, RefusalKind};
use quittance_store::Claim;
use serde_json::json;

/// The surface's way of saying what is wrong.
#[derive(Debug)]
pub struct Receivables;

impl Surface for Receivables {
    const ABOUT: About = About {
        tag: "receivables",
        description: "Invoices and their payments. Replies stand in an envelope, but for those \
            about the key itself; amounts are numbers. A payment of more than is outstanding is \
            refused.",
        owns: |path| path.starts_with("/api/v1/external"),
        credentials: &[Scheme::ApiKey, Scheme::Bearer],
        heeds_request_ids: true,
        words: WORDS,
    };

    fn error() -> Schema {
        let wrong = Schema::object()
            .told("field", Schema::text("amount"), "The field.")
            .told(
                "error",
                Schema::text("Payment amount cannot exceed outstanding amount"),
                "What is wrong with it.",
            );
        let of_request = Schema::object()
            .field("success", Schema::boolean(false))
            .field("status_code", Schema::integer(400))
            .field(
                "message",
                Schema::text("Payment amount cannot exceed outstanding amount"),
            )
            .field("errors", Schema::list(wrong))
            .field("meta", Schema::object());
        let of_key = Schema::object().told(
            "detail",
            Schema::text("Invalid or expired API key"),
            "What is wrong with the key.",
        );
        Schema::any_of(vec![of_request, of_key]).named("ReceivablesError")
    }

    fn render(problem: &Problem, _: &str) -> Rendered {
        match problem {
            Problem::CredentialMissing
            | Problem::CredentialWrong
            | Problem::LoginFailed
            | Problem::CsrfFailed => detail(StatusCode::UNAUTHORIZED, "Invalid or expired API key"),
            Problem::Forbidden { needs } => {
                let what = if needs.contains(':') { "scope" } else { "role" };
                let text = format!("API key lacks required {what}: {needs}");
                detail(StatusCode::FORBIDDEN, &text)
            }
            Problem::NotFound { what } => not_found(what),
            Problem::MethodNotAllowed => {
                plain(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed")
            }
            Problem::RateLimited { .. } => {
                plain(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded")
            }
            Problem::Malformed { message } => {
                let wrong = Wrong {
                    field: "body",
                    error: message,
                };
                failure(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "Validation failed",
                    &[wrong],
                )
            }
            Problem::BodyTooLarge { limit } => {
                let text = format!("The body must have at most {limit} bytes");
                plain(StatusCode::PAYLOAD_TOO_LARGE, &text)
            }
            Problem::BodyEncoded => plain(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The body must not be compressed",
            ),
            Problem::Invalid(errors) => {
                let wrong: Vec<Wrong<'_>> = errors.iter().map(Wrong::of).collect();
                failure(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "Validation failed",
                    &wrong,
                )
            }
            Problem::Refused(refusal) => refused(refusal),
            Problem::RequestIdReused => plain(
                StatusCode::CONFLICT,
                "This request id was used for another request",
            ),
            Problem::Taken(claim, _) => taken(claim.kind),
            Problem::Unavailable => plain(StatusCode::SERVICE_UNAVAILABLE, "Try again shortly"),
            Problem::Internal => plain(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error"),
        }
    }
}

/// Outside of the envelope.
fn detail(status: StatusCode, text: &str) -> Rendered {
    Rendered::json(status, &json!({ "detail": text }))
}

fn plain(status: StatusCode, message: &str) -> Rendered {
    failure(status, message, &[])
}

/// One reply for what is not there and for what is another tenant's.
fn not_found(what: &str) -> Rendered {
    let message = match what {
        "payment" => "Payment not found",
        "customer" => "Customer not found",
        "path" => "Not found",
        _ => "Account not found",
    };
    plain(StatusCode::NOT_FOUND, message)
}

fn taken(kind: &str) -> Rendered {
    let (field, error) = match kind {
        ACCOUNT_NUMBER => (
            "invoice_number",
            "An account with this number exists already",
        ),
        Claim::CONSUMER_EXTERNAL_ID => (
            "external_id",
            "A customer with this external_id exists already",
        ),
        Claim::CONSUMER_EMAIL => ("email", "A customer with this email exists already"),
        kind => (kind, "is taken"),
    };
    failure(StatusCode::CONFLICT, error, &[Wrong { field, error }])
}

fn refused(refusal: &Refusal) -> Rendered {
    let own = refusal.to_string();
    let error = match refusal {
        Refusal::PaymentExceedsBalance { .. } => "Payment amount cannot exceed outstanding amount",
        _ => own.as_str(),
    };
    let field = refusal.field().map(|field| match field {
        "external_id" => "payment_reference",
        field => field,
    });
    let wrong: Vec<Wrong<'_>> = field
        .map(|field| Wrong { field, error })
        .into_iter()
        .collect();
    let status = match (refusal, refusal.kind()) {
        // A reference used for another amount is a wrong value, not a state of the account.
        (Refusal::ExternalIdUsedForAnotherAmount, _) => StatusCode::BAD_REQUEST,
        (_, RefusalKind::Unknown) => return not_found("account"),
        (_, RefusalKind::Conflict) => StatusCode::CONFLICT,
        (_, RefusalKind::Invalid | RefusalKind::Rule) => StatusCode::BAD_REQUEST,
    };
    failure(status, error, &wrong)
}
