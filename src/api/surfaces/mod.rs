//! The published APIs, one folder each.

pub mod contracts;
pub mod creditor;
pub mod health;
pub mod servicing;

use crate::problem::{Deferred, Problem, Surface};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// A path that no surface has: answered in the words of the surface that its prefix belongs to.
pub async fn fallback(request: Request) -> Response {
    let path = request.uri().path();
    let render = if path.ends_with(".php") {
        contracts::Contracts::render
    } else if path.starts_with("/api/v1/creditor") || path.starts_with("/api/creditor") {
        creditor::Creditor::render
    } else {
        servicing::Servicing::render
    };
    let mut response = StatusCode::NOT_FOUND.into_response();
    let problem = Problem::not_found("path");
    response
        .extensions_mut()
        .insert(Deferred { problem, render });
    response
}
