//! `GET /docs`: this contract, for people.

use crate::openapi::document::DOCUMENT;
use crate::openapi::{Endpoint, Schema, page};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use std::sync::LazyLock;

/// Made once, and sent as it is.
static PAGE: LazyLock<Bytes> = LazyLock::new(|| page::html(&DOCUMENT).into());

const HTML: &str = "text/html; charset=utf-8";

pub fn endpoint() -> Endpoint {
    Endpoint::get("/docs", "docs", get)
        .also_at("/api/v1/docs")
        .says(
            "The contract, for people",
            "The document as a page to read.",
        )
        .replies(StatusCode::OK, "The page.", Schema::text("<!DOCTYPE html>"))
        .as_content(HTML)
}

async fn get() -> Response {
    let headers = [
        (header::CONTENT_TYPE, HTML),
        (header::CONTENT_SECURITY_POLICY, page::POLICY.as_str()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, PAGE.clone()).into_response()
}
