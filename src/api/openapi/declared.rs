//! A handler that is told, with each request, whom its endpoint is declared for.
//!
//! Not a layer: each layer around a handler costs every request two allocations.

use super::access::Access;
use crate::app::App;
use axum::extract::Request;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};
use std::fmt;

type Build = dyn FnOnce(Option<Access>) -> MethodRouter<App> + Send;

/// A handler that waits for the rest of its declaration.
pub struct Declared(Box<Build>);

impl fmt::Debug for Declared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Declared")
    }
}

impl Declared {
    /// The handler of a method.
    pub fn at<H: Handler<T, App>, T: 'static>(method: MethodFilter, handler: H) -> Declared {
        let build = move |access| on(method, Told { handler, access });
        Declared(Box::new(build))
    }

    /// The route, for callers who have this access.
    pub fn route(self, access: Option<Access>) -> MethodRouter<App> {
        let Declared(build) = self;
        build(access)
    }
}

#[derive(Clone)]
struct Told<H> {
    handler: H,
    access: Option<Access>,
}

impl<H: Handler<T, App>, T: 'static> Handler<T, App> for Told<H> {
    type Future = H::Future;

    fn call(self, mut request: Request, app: App) -> H::Future {
        if let Some(access) = self.access {
            request.extensions_mut().insert(access);
        }
        self.handler.call(request, app)
    }
}
