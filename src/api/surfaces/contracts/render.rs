//! Errors as `{"error": …}`, with a list of texts in `errors` where fields are wrong.

use super::vocabulary::WORDS;
use crate::auth::API_ACCESS;
use crate::body::FieldError;
use crate::openapi::{About, Schema, Scheme};
use crate::placement::ACCOUNT_NUMBER;
use crate::problem::{Problem, Rendered, Surface};
use axum::http::StatusCode;
use quittance_domain::account::{Refusal, RefusalKind};
use quittance_domain::creditor::Api;
use serde_json::json;

/// The surface's way of saying what is wrong.
#[derive(Debug)]
pub struct Contracts;

impl Surface for Contracts {
    const ABOUT: About = About {
        tag: "contracts",
        description: "Accounts (contracts), payments and settlement offers of a creditor. Amounts \
            come in as numbers and go out as text; ids are integers; times are UTC without a zone.",
        owns: |path| path.starts_with("/api/v1/") && path.ends_with(".php"),
        credentials: &[Scheme::ApiKey, Scheme::Bearer],
        // An account number can be used once, which is the surface's only guard.
        heeds_request_ids: false,
        words: WORDS,
    };

    const API: Option<Api> = Some(Api::Contracts);

    fn error() -> Schema {
        let wrong = Schema::list(Schema::text("account_number is required"));
        Schema::object()
            .field("error", Schema::text("account_number is required"))
            .optional("errors", wrong)
            .named("Error")
    }

    fn render(problem: &Problem, _: &str) -> Rendered {
        match problem {
            Problem::CredentialMissing => error(StatusCode::UNAUTHORIZED, "Missing API key"),
            // Unlike elsewhere, only a missing key is 401 here.
            Problem::CredentialWrong | Problem::LoginFailed | Problem::CsrfFailed => {
                error(StatusCode::FORBIDDEN, "Invalid API key")
            }
            Problem::Forbidden { needs: API_ACCESS } => {
                error(StatusCode::FORBIDDEN, "API not enabled for your account")
            }
            Problem::Forbidden { needs } => error(
                StatusCode::FORBIDDEN,
                &format!("This API key lacks {needs}"),
            ),
            Problem::NotFound { what: "account" } => {
                error(StatusCode::NOT_FOUND, "Account not found")
            }
            Problem::NotFound { .. } => error(StatusCode::NOT_FOUND, "Not found"),
            Problem::RateLimited { .. } => {
                error(StatusCode::TOO_MANY_REQUESTS, "Too many requests")
            }
            Problem::MethodNotAllowed => {
                error(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed")
            }
            Problem::Malformed { message } => error(
                StatusCode::BAD_REQUEST,
                &format!("Invalid request: {message}"),
            ),
            Problem::BodyTooLarge { limit } => {
                let text = format!("The body must have at most {limit} bytes");
                error(StatusCode::PAYLOAD_TOO_LARGE, &text)
            }
            Problem::BodyEncoded => {
                let text = "The body must not be compressed";
                error(StatusCode::UNSUPPORTED_MEDIA_TYPE, text)
            }
            Problem::Invalid(wrong) => invalid(wrong),
            Problem::Refused(refusal) => refused(refusal),
            Problem::RequestIdReused => error(
                StatusCode::CONFLICT,
                "This request id was used for another request",
            ),
            Problem::Taken(claim, _) if claim.kind == ACCOUNT_NUMBER => {
                let text = "An account with this account_number already exists";
                error(StatusCode::CONFLICT, text)
            }
            Problem::Taken(claim, _) => error(
                StatusCode::CONFLICT,
                &format!("This {} is taken", claim.kind),
            ),
            Problem::Unavailable => error(StatusCode::SERVICE_UNAVAILABLE, "Try again shortly"),
            Problem::Internal => error(StatusCode::INTERNAL_SERVER_ERROR, "Server error"),
        }
    }
}

fn error(status: StatusCode, text: &str) -> Rendered {
    Rendered::json(status, &json!({ "error": text }))
}

/// The first thing that is wrong, and all of it.
fn invalid(wrong: &[FieldError]) -> Rendered {
    let texts: Vec<String> = wrong
        .iter()
        .map(|wrong| format!("{} {}", wrong.field, wrong.message))
        .collect();
    let first = texts.first().map_or("Invalid request", String::as_str);
    Rendered::json(
        StatusCode::BAD_REQUEST,
        &json!({ "error": first, "errors": texts }),
    )
}

fn refused(refusal: &Refusal) -> Rendered {
    let status = match refusal.kind() {
        RefusalKind::Unknown => StatusCode::NOT_FOUND,
        RefusalKind::Conflict => StatusCode::CONFLICT,
        RefusalKind::Invalid | RefusalKind::Rule => StatusCode::BAD_REQUEST,
    };
    error(status, &refusal.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_and_a_wrong_key_differ() {
        let status = |problem| Contracts::render(&problem, "").status;
        assert_eq!(status(Problem::CredentialMissing), 401);
        assert_eq!(status(Problem::CredentialWrong), 403);
        assert_eq!(
            status(Problem::Forbidden {
                needs: "accounts:write"
            }),
            403
        );
    }

    #[test]
    fn what_is_wrong_is_told_as_texts() {
        let wrong = |field: &str, message: &str| FieldError::new(field, message);
        let problem = Problem::Invalid(vec![
            wrong("account_number", "is required"),
            wrong("debtor_name", "is required"),
        ]);
        let body = Contracts::render(&problem, "").body;
        assert_eq!(
            String::from_utf8(body).unwrap(),
            r#"{"error":"account_number is required","errors":["account_number is required","debtor_name is required"]}"#
        );
    }
}
