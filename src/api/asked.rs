//! What is known of a request from its arrival on: its id, who sent it, and from where.
//!
//! Shape: [`Asking`] is the outermost layer; it leaves an [`Asked`] with the request, renders what went
//! wrong once the id is known, logs the request, and notes it if it was turned away.
//! What it keeps costs one allocation; the rest is counted references.

use crate::app::App;
use crate::auth::Actor;
use crate::limits::TrustedProxies;
use crate::problem::Deferred;
use crate::request_id::{self, HEADER};
use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method};
use axum::response::Response;
use futures_util::future::BoxFuture;
use quittance_store::origins::Origin;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Instant;
use tower::{Layer, Service};

/// The target of the line that is logged of each request.
pub const REQUESTS: &str = "quittance::requests";

/// Where a request comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Whence {
    /// Behind the proxies that are trusted.
    pub address: Option<IpAddr>,
    pub user_agent: Option<HeaderValue>,
}

/// The longest text of a caller's that is kept.
const LONGEST: usize = 512;

impl Whence {
    /// As the ledger keeps it.
    pub fn origin(&self) -> Origin {
        let agent = self.user_agent.as_ref().map(HeaderValue::as_bytes);
        Origin {
            address: self.address,
            user_agent: agent.map(|agent| short(&String::from_utf8_lossy(agent))),
        }
    }
}

/// The beginning of a text, without what Postgres cannot keep.
pub fn short(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(LONGEST).collect()
}

/// A request, as far as it says something about its sender.
#[derive(Debug)]
pub struct Asked {
    /// The caller's request id, or ours.
    pub id: String,
    pub method: Method,
    pub path: String,
    /// The path as it is declared; none when there is nothing at that path.
    pub route: Option<MatchedPath>,
    pub whence: Whence,
    actor: OnceLock<Arc<Actor>>,
}

impl Asked {
    fn of(request: &Request, proxies: &TrustedProxies) -> Asked {
        let (headers, extensions) = (request.headers(), request.extensions());
        let socket = extensions.get::<ConnectInfo<SocketAddr>>();
        let address = socket.map(|ConnectInfo(socket)| proxies.caller(socket.ip(), headers));
        Asked {
            id: request_id::given_or_new(headers),
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            route: extensions.get().cloned(),
            whence: Whence {
                address: address.map(|address| address.to_canonical()),
                user_agent: headers.get(USER_AGENT).cloned(),
            },
            actor: OnceLock::new(),
        }
    }

    /// What [`Asking`] has left with a request.
    pub fn left_with(parts: &Parts) -> Option<&Asked> {
        parts.extensions.get::<Arc<Asked>>().map(|asked| &**asked)
    }

    /// The id of a request, for error bodies.
    pub fn id_of(parts: &Parts) -> String {
        let asked = Asked::left_with(parts);
        asked.map(|asked| asked.id.clone()).unwrap_or_default()
    }

    /// Where a request comes from.
    pub fn whence_of(parts: &Parts) -> Whence {
        let asked = Asked::left_with(parts);
        asked.map(|asked| asked.whence.clone()).unwrap_or_default()
    }

    /// Says who sent it, whether or not that caller may do what is asked.
    pub fn is_by(&self, actor: &Arc<Actor>) {
        // The first to say so is believed, and there is but one caller.
        let _ = self.actor.set(Arc::clone(actor));
    }

    /// Who sent it, if that is known.
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.get().map(|actor| &**actor)
    }
}

/// Gives every request an id, renders deferred problems with it, echoes it, logs the request.
///
/// A layer of its own type, since one that is made of a function costs each request two more
/// allocations.
#[derive(Clone, Debug)]
pub(crate) struct Asking(pub App);

impl<S> Layer<S> for Asking {
    type Service = AskingService<S>;

    fn layer(&self, inner: S) -> AskingService<S> {
        let Asking(app) = self.clone();
        AskingService { app, inner }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct AskingService<S> {
    app: App,
    inner: S,
}

impl<S> Service<Request> for AskingService<S>
where
    S: Service<Request, Response = Response, Future: Send + 'static>,
{
    type Response = Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let started = Instant::now();
        let app = self.app.clone();
        let asked = Arc::new(Asked::of(&request, &app.settings.trusted_proxies));
        request.extensions_mut().insert(Arc::clone(&asked));
        let answering = self.inner.call(request);
        Box::pin(async move {
            let response = asked.answered(&app, answering.await?);
            asked.log(&response, started);
            Ok(response)
        })
    }
}

impl Asked {
    /// The reply with the request's id, and with its problem in words.
    fn answered(&self, app: &App, mut response: Response) -> Response {
        if let Some(deferred) = response.extensions_mut().remove::<Deferred>() {
            app.denials.note(self, deferred.problem());
            // What was put on the reply on its way here stays, such as the methods that a path has.
            let headers = std::mem::take(response.headers_mut());
            response = deferred.respond(&self.id);
            let told = response.headers().clone();
            response.headers_mut().extend(headers);
            response.headers_mut().extend(told);
        }
        if let Ok(value) = HeaderValue::from_str(&self.id) {
            response.headers_mut().insert(HEADER, value);
        }
        response
    }

    fn log(&self, response: &Response, started: Instant) {
        let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        let Asked {
            id, method, path, ..
        } = self;
        tracing::info!(target: REQUESTS, %method, path, status = response.status().as_u16(), micros, id, "request");
    }
}
