//! Errors as `{"detail": …}`; a list of `{type, loc, msg}` where fields are wrong.

use super::words::{LOAN, PAYMENT, WORDS};
use crate::body::{FieldError, Place};
use crate::openapi::{About, Schema, Scheme};
use crate::placement::{ACCOUNT_NUMBER, LOAN_EXTERNAL_ID};
use crate::problem::{Problem, Rendered, Surface};
use axum::http::StatusCode;
use quittance_domain::account::{Refusal, RefusalKind};
use serde_json::{Value, json};
use uuid::Uuid;

/// The surface's way of saying what is wrong.
#[derive(Debug)]
pub struct Servicing;

impl Surface for Servicing {
    const ABOUT: About = About {
        tag: "servicing",
        description: "Loans and payments, for whoever services them. All money is text with the \
            currency's decimals, in and out.",
        owns: |path| path.starts_with("/api/v1/"),
        credentials: &[Scheme::Bearer, Scheme::ApiKey, Scheme::Session],
        heeds_request_ids: true,
        words: WORDS,
    };

    fn error() -> Schema {
        let wrong = Schema::object()
            .told(
                "type",
                Schema::text("value_error"),
                "The kind of error, or the name of the rule.",
            )
            .told(
                "loc",
                Schema::list(Schema::text("body")),
                "Where in the request.",
            )
            .told(
                "msg",
                Schema::text("must be more than zero"),
                "What is wrong, for people.",
            );
        Schema::object()
            .field(
                "detail",
                Schema::any_of(vec![Schema::text("Not Found"), Schema::list(wrong)]),
            )
            .member(
                "code",
                Schema::text("nothing_owed"),
                false,
                Some("The name of the rule."),
            )
            .member(
                "loan_id",
                Schema::uuid(LOAN.example),
                false,
                Some("The loan that has the number or the external id already."),
            )
            .member(
                "payment_id",
                Schema::uuid(PAYMENT.example),
                false,
                Some("The payment that was recorded under the external id already."),
            )
            .named("Error")
    }

    fn render(problem: &Problem, _: &str) -> Rendered {
        let detail = |status, detail: String| Rendered::json(status, &json!({ "detail": detail }));
        match problem {
            Problem::CredentialMissing | Problem::CredentialWrong => {
                detail(StatusCode::UNAUTHORIZED, "Unauthorized".into())
            }
            Problem::LoginFailed => {
                let text = "Invalid email or password";
                detail(StatusCode::UNAUTHORIZED, text.into())
            }
            Problem::RateLimited { .. } => {
                detail(StatusCode::TOO_MANY_REQUESTS, "Too many requests".into())
            }
            Problem::CsrfFailed => detail(StatusCode::FORBIDDEN, "CSRF check failed".into()),
            Problem::Forbidden { needs } => detail(
                StatusCode::FORBIDDEN,
                format!("This needs the role or scope {needs}"),
            ),
            Problem::NotFound { .. } => detail(StatusCode::NOT_FOUND, "Not Found".into()),
            Problem::MethodNotAllowed => {
                detail(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed".into())
            }
            Problem::Malformed { message } => {
                let text = format!("Cannot parse request body: {message}");
                detail(StatusCode::BAD_REQUEST, text)
            }
            Problem::BodyTooLarge { limit } => {
                let text = format!("The body must have at most {limit} bytes");
                detail(StatusCode::PAYLOAD_TOO_LARGE, text)
            }
            Problem::BodyEncoded => detail(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The body must not be compressed".into(),
            ),
            Problem::Invalid(errors) => {
                let errors: Vec<Value> = errors
                    .iter()
                    .map(|error| told("value_error", error))
                    .collect();
                fields(errors)
            }
            Problem::Refused(refusal) => refused(refusal),
            Problem::RequestIdReused => detail(
                StatusCode::CONFLICT,
                "This request id was used for another request".into(),
            ),
            Problem::Taken(claim, holder) => taken(claim.kind, *holder),
            Problem::Unavailable => {
                detail(StatusCode::SERVICE_UNAVAILABLE, "Try again shortly".into())
            }
            Problem::Internal => detail(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Internal server error".into(),
            ),
        }
    }
}

/// Says which loan has a name of loans, so that a client that lost the first reply finds it.
fn taken(kind: &str, holder: Option<Uuid>) -> Rendered {
    let name = match kind {
        ACCOUNT_NUMBER => "loan_number",
        LOAN_EXTERNAL_ID => "external_id",
        kind => {
            let body = json!({ "detail": format!("This {kind} is taken") });
            return Rendered::json(StatusCode::CONFLICT, &body);
        }
    };
    let mut body = json!({
        "detail": format!("A loan with this {name} exists already"),
        "code": format!("{name}_taken"),
    });
    if let Some(loan) = holder {
        body["loan_id"] = json!(loan);
    }
    Rendered::json(StatusCode::CONFLICT, &body)
}

fn fields(errors: Vec<Value>) -> Rendered {
    Rendered::json(
        StatusCode::UNPROCESSABLE_ENTITY,
        &json!({ "detail": errors }),
    )
}

fn told(kind: &str, error: &FieldError) -> Value {
    let name = error.field.as_str();
    let loc = match error.place {
        Place::Body => ["body", "payload"]
            .into_iter()
            .chain(name.split('.'))
            .collect(),
        Place::Query => vec!["query", name],
        Place::Header => vec!["header", name],
        Place::Path => vec!["path", name],
    };
    json!({ "type": kind, "loc": loc, "msg": error.message })
}

fn refused(refusal: &Refusal) -> Rendered {
    let message = refusal.to_string();
    match refusal.kind() {
        RefusalKind::Unknown => {
            Rendered::json(StatusCode::NOT_FOUND, &json!({ "detail": "Not Found" }))
        }
        RefusalKind::Conflict => {
            let mut body = json!({ "detail": message, "code": refusal.name() });
            if let Refusal::PaymentAlreadyRecorded { payment } = refusal {
                body["payment_id"] = json!(payment);
            }
            Rendered::json(StatusCode::CONFLICT, &body)
        }
        RefusalKind::Invalid | RefusalKind::Rule => {
            let name = refusal.field().unwrap_or("payload");
            fields(vec![told(refusal.name(), &FieldError::new(name, message))])
        }
    }
}
