//! `GET /healthz`: the process runs.

use crate::openapi::{Endpoint, Schema};
use crate::problem::json_response;
use axum::http::StatusCode;
use axum::response::Response;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/healthz", "live", live)
        .says("Whether the process runs", "Says nothing of the database.")
        .replies(StatusCode::OK, "It runs.", schema())
}

/// The shape of a health reply.
pub fn schema() -> Schema {
    Schema::object()
        .field("status", Schema::one_of(&["ok"]))
        .named("Health")
}

async fn live() -> Response {
    json_response(StatusCode::OK, r#"{"status":"ok"}"#)
}
