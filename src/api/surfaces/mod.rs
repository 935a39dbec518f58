//! The published APIs, one folder each.

pub mod contracts;
pub mod creditor;
pub mod service;
pub mod servicing;

use crate::openapi::{About, Published};
use crate::problem::{Deferred, Problem, Rendered, Surface};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

/// Every surface; of those that own a path, the first counts.
pub fn all() -> Vec<Published> {
    vec![
        contracts::surface(),
        creditor::surface(),
        servicing::surface(),
        service::surface(),
    ]
}

type Render = fn(&Problem, &str) -> Rendered;

/// Whose words answer a path that no endpoint has.
static OWNERS: LazyLock<Vec<(&About, Render)>> = LazyLock::new(|| {
    let surfaces = all().into_iter();
    surfaces
        .map(|surface| (surface.about, surface.render))
        .collect()
});

/// A path that no endpoint has: answered in the words of the surface that it belongs to.
pub async fn fallback(request: Request) -> Response {
    let path = request.uri().path();
    let owner = OWNERS.iter().find(|(about, _)| (about.owns)(path));
    let render = owner.map_or(service::Service::render as Render, |(_, render)| *render);
    let mut response = StatusCode::NOT_FOUND.into_response();
    let problem = Problem::not_found("path");
    response
        .extensions_mut()
        .insert(Deferred { problem, render });
    response
}
