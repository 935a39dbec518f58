//! Asking the limits ahead of every handler, and telling callers how they stand.

use super::address::counted;
use super::{By, Key, Rule, Standing};
use crate::app::App;
use crate::asked::Asked;
use crate::auth::credential::Credential;
use crate::problem::{Deferred, Problem};
use crate::surfaces;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use quittance_store::keys::hash_key;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// `RateLimit-Policy: "external";q=100;w=900`, as the IETF draft on RateLimit headers has it.
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// `RateLimit: "external";r=99;t=9`: what is left, and when the quota is whole again.
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Lets a request through that its caller has a quota for.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let rule = Rule::of(request.uri().path()).filter(|rule| app.settings.limits.has(*rule));
    let Some(rule) = rule else {
        return next.run(request).await;
    };
    let (parts, body) = request.into_parts();
    let key = key(&app, &parts, rule.by()).await;
    let request = Request::from_parts(parts, body);
    let Some(key) = key else {
        return next.run(request).await;
    };
    let Some(standing) = app.settings.limits.count(rule, &key) else {
        return next.run(request).await;
    };
    let mut response = if standing.refused {
        let window = standing.quota.seconds.get();
        let renderer = surfaces::renderer(request.uri().path());
        Deferred::new(Problem::RateLimited { window }, renderer).into_response()
    } else {
        next.run(request).await
    };
    tell(&mut response, standing);
    response
}

/// Whom a request counts for; nobody when it carries no valid credential, which its handler refuses.
async fn key(app: &App, parts: &Parts, by: By) -> Option<Key> {
    match by {
        By::Address => {
            let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>();
            let nowhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
            let socket = socket.map_or(nowhere, |ConnectInfo(socket)| socket.ip());
            let proxies = &app.settings.trusted_proxies;
            let address = proxies.caller(socket, &parts.headers);
            Some(Key::Address(counted(address)))
        }
        By::Credential => {
            let credential = Credential::of_header(&parts.headers)?;
            let whence = Asked::whence_of(parts);
            // Only what is valid is remembered, so that nobody fills the memory with inventions.
            app.actors.actor(app, credential, &whence).await.ok()?;
            Some(Key::Credential(hash_key(credential.text())))
        }
    }
}

fn tell(response: &mut Response, standing: Standing) {
    let Standing {
        rule, quota, left, ..
    } = standing;
    let name = rule.name();
    let (requests, seconds) = (quota.requests, quota.seconds);
    let policy = format!("\"{name}\";q={requests};w={seconds}");
    let limit = format!("\"{name}\";r={left};t={}", quota.whole_in(left));
    for (header, text) in [(POLICY, policy), (LIMIT, limit)] {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(header, value);
        }
    }
}
