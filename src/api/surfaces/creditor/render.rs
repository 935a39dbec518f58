//! Errors as `{"error", "code", "requestId"}`, with `details` where fields are wrong.

use super::user_create::USER_EMAIL;
use super::vocabulary::WORDS;
use crate::body::FieldError;
use crate::consumers::is_name;
use crate::openapi::{About, Schema, Scheme};
use crate::placement::ACCOUNT_NUMBER;
use crate::problem::{Problem, Rendered, Surface};
use axum::http::StatusCode;
use quittance_domain::account::{Refusal, RefusalKind};
use serde::Serialize;

/// The surface's way of saying what is wrong.
#[derive(Debug)]
pub struct Creditor;

/// What the surface's paths begin with.
const OWN: [&str; 4] = [
    "/api/v1/creditor",
    "/api/creditor",
    "/api/v1/auth/creditor",
    "/api/auth/creditor",
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    error: &'a str,
    code: &'static str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<&'a [FieldError]>,
}

impl Surface for Creditor {
    const ABOUT: About = About {
        tag: "creditor",
        description: "A creditor's portal: accounts are placed, seen and settled. Amounts are \
            numbers; ids are prefixed by what they name: `a-` an account, `s-` a settlement offer.",
        owns: |path| OWN.iter().any(|prefix| path.starts_with(prefix)),
        credentials: &[Scheme::Bearer, Scheme::ApiKey],
        heeds_request_ids: true,
        words: WORDS,
    };

    fn error() -> Schema {
        let wrong = Schema::object()
            .told("field", Schema::text("principalBalance"), "The field.")
            .told(
                "message",
                Schema::text("is required"),
                "What is wrong with it.",
            );
        Schema::object()
            .field("error", Schema::text("Not found"))
            .field("code", Schema::text("NOT_FOUND"))
            .field("requestId", Schema::text("01kaj3v9zq6m2t8w4x7y1b5c0d"))
            .optional("details", Schema::list(wrong))
            .named("Error")
    }

    fn render(problem: &Problem, request_id: &str) -> Rendered {
        if let Problem::Invalid(wrong) = problem {
            return invalid(wrong, request_id);
        }
        let (status, code, text) = match problem {
            Problem::CredentialMissing | Problem::CredentialWrong => (
                StatusCode::UNAUTHORIZED,
                "UNAUTHENTICATED",
                "Authentication required".to_owned(),
            ),
            Problem::LoginFailed => (
                StatusCode::UNAUTHORIZED,
                "UNAUTHENTICATED",
                "Invalid email or password".to_owned(),
            ),
            Problem::Forbidden { .. } | Problem::CsrfFailed => (
                StatusCode::FORBIDDEN,
                "FORBIDDEN",
                "Insufficient permissions".to_owned(),
            ),
            Problem::NotFound { .. } => return not_found(request_id),
            Problem::RateLimited { .. } => {
                let text = "Too many requests".to_owned();
                (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", text)
            }
            Problem::MethodNotAllowed => {
                let text = "Method not allowed".to_owned();
                (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", text)
            }
            Problem::Malformed { message } => {
                let wrong = FieldError::new("body", message);
                return invalid(&[wrong], request_id);
            }
            Problem::BodyTooLarge { limit } => {
                let text = format!("The body must have at most {limit} bytes");
                (StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", text)
            }
            Problem::BodyEncoded => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "UNSUPPORTED_MEDIA_TYPE",
                "The body must not be compressed".to_owned(),
            ),
            Problem::Invalid(wrong) => return invalid(wrong, request_id),
            Problem::Refused(refusal) => return refused(refusal, request_id),
            Problem::RequestIdReused => {
                let text = "This request id was used for another request".to_owned();
                (StatusCode::CONFLICT, "CONFLICT", text)
            }
            Problem::Taken(claim, _) if claim.kind == USER_EMAIL => {
                let text = "A user with this email already exists".to_owned();
                (StatusCode::CONFLICT, "CONFLICT", text)
            }
            Problem::Taken(claim, _) if is_name(claim) => {
                let text = "Another request has just made this consumer; send it again".to_owned();
                (StatusCode::CONFLICT, "CONFLICT", text)
            }
            Problem::Taken(claim, _) => {
                let what = if claim.kind == ACCOUNT_NUMBER {
                    "creditor reference"
                } else {
                    claim.kind
                };
                let text = format!("An account with this {what} already exists");
                (StatusCode::CONFLICT, "CONFLICT", text)
            }
            Problem::Unavailable => {
                let text = "Try again shortly".to_owned();
                (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", text)
            }
            Problem::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "INTERNAL",
                "Internal error".to_owned(),
            ),
        };
        error(status, code, &text, request_id)
    }
}

fn error(status: StatusCode, code: &'static str, text: &str, request_id: &str) -> Rendered {
    Rendered::json(
        status,
        &Body {
            error: text,
            code,
            request_id,
            details: None,
        },
    )
}

/// One reply for what is not there and for what is another tenant's.
fn not_found(request_id: &str) -> Rendered {
    error(StatusCode::NOT_FOUND, "NOT_FOUND", "Not found", request_id)
}

fn invalid(wrong: &[FieldError], request_id: &str) -> Rendered {
    let body = Body {
        error: "Validation failed",
        code: "VALIDATION_ERROR",
        request_id,
        details: Some(wrong),
    };
    Rendered::json(StatusCode::BAD_REQUEST, &body)
}

fn refused(refusal: &Refusal, request_id: &str) -> Rendered {
    let text = refusal.to_string();
    if *refusal == Refusal::StateNotAuthorized {
        let code = "STATE_NOT_AUTHORIZED";
        return error(StatusCode::FORBIDDEN, code, &text, request_id);
    }
    match refusal.kind() {
        RefusalKind::Unknown => not_found(request_id),
        RefusalKind::Invalid => {
            let field = refusal.field().unwrap_or("body");
            invalid(&[FieldError::new(field, text)], request_id)
        }
        RefusalKind::Conflict => error(StatusCode::CONFLICT, "CONFLICT", &text, request_id),
        RefusalKind::Rule => error(
            StatusCode::UNPROCESSABLE_ENTITY,
            "UNPROCESSABLE",
            &text,
            request_id,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quittance_domain::Money;

    fn told(problem: Problem) -> (u16, String) {
        let rendered = Creditor::render(&problem, "01h8k2rjm7c3q4v5w6x7y8z9ab");
        let body: serde_json::Value = serde_json::from_slice(&rendered.body).unwrap();
        assert_eq!(body["requestId"], "01h8k2rjm7c3q4v5w6x7y8z9ab");
        (
            rendered.status.as_u16(),
            body["code"].as_str().unwrap().to_owned(),
        )
    }

    #[test]
    fn each_refusal_has_its_code() {
        let refused = |refusal| told(Problem::Refused(refusal));
        let balance = Money::from_minor(1);
        let rule = Refusal::OfferNotBelowBalance { balance };
        assert_eq!(
            refused(Refusal::OfferAlreadyAccepted),
            (409, "CONFLICT".into())
        );
        assert_eq!(refused(rule), (422, "UNPROCESSABLE".into()));
        assert_eq!(refused(Refusal::OfferUnknown), (404, "NOT_FOUND".into()));
        assert_eq!(
            refused(Refusal::AmountNotPositive),
            (400, "VALIDATION_ERROR".into())
        );
        assert_eq!(
            told(Problem::CredentialWrong),
            (401, "UNAUTHENTICATED".into())
        );
        assert_eq!(
            told(Problem::invalid("dpd", "is wrong")),
            (400, "VALIDATION_ERROR".into())
        );
    }

    #[test]
    fn nothing_tells_an_absent_thing_from_a_hidden_one() {
        let body = |what| Creditor::render(&Problem::not_found(what), "id").body;
        assert_eq!(body("account"), body("loan"));
        let unknown = Creditor::render(&Problem::Refused(Refusal::AccountUnknown), "id");
        assert_eq!(unknown.body, body("account"));
    }
}
