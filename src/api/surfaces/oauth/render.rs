//! Errors as RFC 6749 (5.2) has them: `{"error", "error_description"}`.

use crate::body::FieldError;
use crate::openapi::schema::Words;
use crate::openapi::{About, Schema};
use crate::problem::{Problem, Rendered, Surface};
use axum::http::StatusCode;
use serde_json::json;

/// The surface's way of saying what is wrong.
#[derive(Debug)]
pub struct OAuth;

impl Surface for OAuth {
    const ABOUT: About = About {
        tag: "oauth",
        description: "Tokens for machines, by OAuth 2.0 (RFC 6749). A client is an API key: its id \
            is the client id, the key the client secret.",
        owns: |path| path.starts_with("/oauth/"),
        credentials: &[],
        heeds_request_ids: false,
        words: WORDS,
    };

    const FORMS: bool = true;

    const CHALLENGE: &str = "Basic realm=\"oauth\"";

    fn error() -> Schema {
        Schema::object()
            .told(
                "error",
                Schema::text("invalid_client"),
                "The kind of error, as RFC 6749 names it.",
            )
            .told(
                "error_description",
                Schema::text("the client is unknown, or its secret is wrong"),
                "What is wrong, for people.",
            )
            .named("OAuthError")
    }

    fn render(problem: &Problem, _: &str) -> Rendered {
        match problem {
            Problem::CredentialMissing | Problem::CredentialWrong | Problem::LoginFailed => error(
                StatusCode::UNAUTHORIZED,
                "invalid_client",
                "the client is unknown, or its secret is wrong",
            ),
            Problem::Invalid(wrong) => invalid(wrong),
            Problem::Malformed { message } => {
                error(StatusCode::BAD_REQUEST, "invalid_request", message)
            }
            Problem::BodyTooLarge { .. } => error(
                StatusCode::PAYLOAD_TOO_LARGE,
                "invalid_request",
                "the body is too large",
            ),
            Problem::BodyEncoded => error(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "invalid_request",
                "the body must not be compressed",
            ),
            Problem::NotFound { .. } => {
                error(StatusCode::NOT_FOUND, "not_found", "there is no such path")
            }
            Problem::MethodNotAllowed => error(
                StatusCode::METHOD_NOT_ALLOWED,
                "invalid_request",
                "the method must be POST",
            ),
            Problem::RateLimited { .. } => error(
                StatusCode::TOO_MANY_REQUESTS,
                "temporarily_unavailable",
                "too many requests",
            ),
            Problem::Unavailable => error(
                StatusCode::SERVICE_UNAVAILABLE,
                "temporarily_unavailable",
                "try again shortly",
            ),
            Problem::Internal => error(
                StatusCode::INTERNAL_SERVER_ERROR,
                "server_error",
                "an error of ours",
            ),
            // What is left is about accounts and people, which nothing here touches.
            _ => error(
                StatusCode::BAD_REQUEST,
                "invalid_request",
                "the request cannot be answered",
            ),
        }
    }
}

/// What the fields of requests and replies mean.
const WORDS: &Words = &[
    (
        "access_token",
        "Opens what its scopes cover, for two hours.",
    ),
    (
        "client_id",
        "The client, unless HTTP Basic says who it is: the id of an API key.",
    ),
    ("client_secret", "The key itself, unless HTTP Basic has it."),
    ("created_at", "When it was given, in seconds since 1970."),
    (
        "expires_in",
        "How many seconds the access token is good for.",
    ),
    ("grant_type", "The way to the token."),
    (
        "refresh_token",
        "Good for the next pair of tokens, once, within 90 days.",
    ),
    (
        "scope",
        "The scopes, with spaces between them; all that the client has when absent.",
    ),
    ("token_type", "How it is sent."),
];

/// Each error of the standard is about one field.
fn invalid(wrong: &[FieldError]) -> Rendered {
    let Some(first) = wrong.first() else {
        return error(StatusCode::BAD_REQUEST, "invalid_request", "invalid");
    };
    let missing = first.message == "is required";
    let code = match first.field.as_str() {
        "grant_type" if !missing => "unsupported_grant_type",
        "refresh_token" if !missing => "invalid_grant",
        "scope" => "invalid_scope",
        _ => "invalid_request",
    };
    let text = format!("{} {}", first.field, first.message);
    error(StatusCode::BAD_REQUEST, code, &text)
}

fn error(status: StatusCode, code: &str, description: &str) -> Rendered {
    let body = json!({ "error": code, "error_description": description });
    Rendered::json(status, &body)
}
