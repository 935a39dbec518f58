//! A published API: what it is called, what it has, and its part of the router.

use super::endpoint::Endpoint;
use super::problems;
use super::schema::{Schema, Words};
use crate::app::App;
use crate::auth::credential::SESSION_COOKIE;
use crate::problem::{Renderer, Surface, method_not_allowed};
use axum::Router;
use axum::routing::MethodRouter;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A way of saying who one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// A key in `X-API-Key`.
    ApiKey,
    /// A key or a token in `Authorization`.
    Bearer,
    /// The session of a browser; its writes repeat the token of another cookie in a header.
    Session,
}

impl Scheme {
    /// Its name among the document's security schemes.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::ApiKey => "apiKey",
            Scheme::Bearer => "bearer",
            Scheme::Session => "session",
        }
    }

    pub fn scheme(self) -> Value {
        match self {
            Scheme::ApiKey => json!({
                "type": "apiKey", "in": "header", "name": "X-API-Key",
                "description": "An API key, as `quittance key create` shows it once.",
            }),
            Scheme::Bearer => json!({
                "type": "http", "scheme": "bearer",
                "description": "An API key, or a token that a login or a grant has given.",
            }),
            Scheme::Session => json!({
                "type": "apiKey", "in": "cookie", "name": SESSION_COOKIE,
                "description": "The session that a login begins. A write repeats the cookie \
                    `csrftoken` in the header `X-CSRFToken`.",
            }),
        }
    }
}

/// What a surface is.
#[derive(Debug)]
pub struct About {
    /// The short name that its endpoints stand under.
    pub tag: &'static str,
    /// For readers of the document (Markdown).
    pub description: &'static str,
    /// Whether a path that no endpoint has belongs to it all the same.
    pub owns: fn(path: &str) -> bool,
    /// Any of which will do; none for a surface without endpoints that ask who is calling.
    pub credentials: &'static [Scheme],
    /// Whether a write with a request id is done once, and answered the same when it is repeated.
    pub heeds_request_ids: bool,
    /// What the fields of its requests and replies mean.
    pub words: &'static Words,
}

impl About {
    /// Whether browsers may come with a session.
    pub fn has_sessions(&self) -> bool {
        self.credentials.contains(&Scheme::Session)
    }
}

/// A surface with its endpoints.
#[derive(Debug)]
pub struct Published {
    pub about: &'static About,
    pub endpoints: Vec<Endpoint>,
    /// The shape of its errors.
    pub error: Schema,
    pub problems: Vec<problems::Sample>,
    pub renderer: Renderer,
    refuse_method: fn(MethodRouter<App>) -> MethodRouter<App>,
}

impl Published {
    /// The surface `S` with these endpoints.
    pub fn new<S: Surface>(endpoints: impl IntoIterator<Item = Endpoint>) -> Published {
        Published {
            about: &S::ABOUT,
            endpoints: endpoints.into_iter().collect(),
            error: S::error(),
            problems: problems::samples::<S>(),
            renderer: Renderer::of::<S>(),
            refuse_method: |route| route.fallback(method_not_allowed::<S>),
        }
    }

    /// The routes of the endpoints; other methods of their paths are refused in the surface's words.
    pub fn router(mut self) -> Router<App> {
        // In this order `Allow` names the methods of a path.
        let by_method = |endpoint: &Endpoint| endpoint.method.as_str().to_owned();
        self.endpoints.sort_by_key(by_method);
        let mut paths: BTreeMap<&'static str, MethodRouter<App>> = BTreeMap::new();
        for endpoint in self.endpoints {
            let route = endpoint.handler.route(endpoint.access);
            for path in endpoint.others.into_iter().chain([endpoint.path]) {
                let known = paths.remove(path).unwrap_or_default();
                paths.insert(path, known.merge(route.clone()));
            }
        }
        paths
            .into_iter()
            .fold(Router::new(), |router, (path, route)| {
                router.route(path, (self.refuse_method)(route))
            })
    }
}
