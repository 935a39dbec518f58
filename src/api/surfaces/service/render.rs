//! Errors as `{"error": …}`.

use crate::openapi::{About, Schema};
use crate::problem::{Problem, Rendered, Surface};
use axum::http::StatusCode;
use serde_json::json;

/// The surface's way of saying what is wrong.
#[derive(Debug)]
pub struct Service;

impl Surface for Service {
    const ABOUT: About = About {
        tag: "service",
        description: "Whether the service serves, and what it publishes.",
        owns: |_| true,
        credentials: &[],
        heeds_request_ids: false,
        words: &[
            ("error", "What is wrong."),
            ("status", "How the service is."),
        ],
    };

    fn error() -> Schema {
        let error = Schema::object().field("error", Schema::text("Not found"));
        error.named("Error")
    }

    fn render(problem: &Problem, _: &str) -> Rendered {
        let (status, text) = match problem {
            Problem::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "Method not allowed"),
            Problem::NotFound { .. } => (StatusCode::NOT_FOUND, "Not found"),
            Problem::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "Try again shortly"),
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "Server error"),
        };
        Rendered::json(status, &json!({ "error": text }))
    }
}
