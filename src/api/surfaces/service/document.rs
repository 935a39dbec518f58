//! `GET /openapi.json`: this contract.

use crate::openapi::{Endpoint, Schema, document};
use crate::problem::json_response;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use std::sync::LazyLock;

/// Made once, and sent as it is.
static TEXT: LazyLock<bytes::Bytes> = LazyLock::new(|| document::text().into());

pub fn endpoint() -> Endpoint {
    let schema = Schema::map(json!(true), json!({ "openapi": "3.1.0" })).named("Document");
    Endpoint::get("/openapi.json", "document", get)
        .says(
            "The contract",
            "This document: OpenAPI 3.1 of every endpoint.",
        )
        .replies(StatusCode::OK, "The document.", schema)
}

async fn get() -> Response {
    json_response(StatusCode::OK, TEXT.clone())
}
