//! The way in: every surface on one host, and what every request goes through.

use crate::app::App;
use crate::asked::Asking;
use crate::{alias, limits, surfaces};
use axum::Router;
use axum::extract::Request;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::future::RouteFuture;
use futures_util::future::{BoxFuture, Either};
use std::convert::Infallible;
use std::task::{Context, Poll};
use tower::Service;

/// Every surface on one host.
///
/// Serve it with the caller's address as `ConnectInfo`, by which some limits count.
pub fn router(app: App) -> Entrance {
    let mut router = surfaces::all()
        .into_iter()
        .fold(Router::new(), |router, surface| {
            router.merge(surface.router())
        })
        .fallback(surfaces::fallback);
    if !app.settings.limits.are_off() {
        router = router.layer(from_fn_with_state(app.clone(), limits::layer));
    }
    Entrance(router.layer(Asking(app.clone())).with_state(app))
}

/// What every request comes through: paths that have another name are rewritten before routing.
#[derive(Clone, Debug)]
pub struct Entrance(Router);

impl Service<Request> for Entrance {
    type Response = Response;
    type Error = Infallible;
    type Future = Either<RouteFuture<Infallible>, BoxFuture<'static, Result<Response, Infallible>>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // A router is always ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let successor = alias::rewrite(&mut request);
        let answering = self.0.call(request);
        match successor {
            None => Either::Left(answering),
            Some(successor) => Either::Right(Box::pin(async move {
                let mut response = answering.await?;
                successor.tell(&mut response);
                Ok(response)
            })),
        }
    }
}
