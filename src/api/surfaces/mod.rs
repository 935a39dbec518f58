//! The published APIs, one folder each.

pub mod contracts;
pub mod creditor;
pub mod health;
pub mod servicing;

use crate::problem::{Deferred, Problem, Surface};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// What the paths of the creditor surface begin with.
const CREDITOR: [&str; 4] = [
    "/api/v1/creditor",
    "/api/creditor",
    "/api/v1/auth/creditor",
    "/api/auth/creditor",
];

/// A path that no surface has: answered in the words of the surface that its prefix belongs to.
pub async fn fallback(request: Request) -> Response {
    let path = request.uri().path();
    let render = if path.ends_with(".php") {
        contracts::Contracts::render
    } else if CREDITOR.iter().any(|prefix| path.starts_with(prefix)) {
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
