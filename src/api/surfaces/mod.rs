//! The published APIs, one folder each.

pub mod contracts;
pub mod creditor;
pub mod external;
pub mod oauth;
pub mod plans;
pub mod receivables;
pub mod service;
pub mod servicing;

use crate::openapi::{About, Published};
use crate::problem::{Deferred, Problem, Renderer};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

/// Every surface; of those that own a path, the first counts.
pub fn all() -> Vec<Published> {
    vec![
        contracts::surface(),
        creditor::surface(),
        external::surface(),
        oauth::surface(),
        receivables::surface(),
        plans::surface(),
        servicing::surface(),
        service::surface(),
    ]
}

/// Whose words answer which paths.
static OWNERS: LazyLock<Vec<(&About, Renderer)>> = LazyLock::new(|| {
    let surfaces = all().into_iter();
    surfaces
        .map(|surface| (surface.about, surface.renderer))
        .collect()
});

/// In whose words a path is answered, whether an endpoint has it or not.
pub fn renderer(path: &str) -> Renderer {
    OWNERS
        .iter()
        .find(|(about, _)| (about.owns)(path))
        .map_or(Renderer::of::<service::Service>(), |(_, renderer)| {
            *renderer
        })
}

/// A path that no endpoint has: answered in the words of the surface that it belongs to.
pub async fn fallback(request: Request) -> Response {
    let renderer = renderer(request.uri().path());
    Deferred::new(Problem::not_found("path"), renderer).into_response()
}
