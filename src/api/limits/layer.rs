//! Asking the limits ahead of every handler, and telling callers how they stand.

use super::address::counted;
use super::{By, Key, Rule, Standing};
use crate::app::App;
use crate::asked::Asked;
use crate::auth::credential::Credential;
use crate::problem::{Deferred, Problem};
use crate::surfaces;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
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

/// Lets a request through that its caller has a quota for, by every rule that it falls under.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get().map(MatchedPath::as_str);
    let rules = Rule::all_of(request.method(), request.uri().path(), route);
    let rules: Vec<Rule> = rules
        .filter(|rule| app.settings.limits.has(*rule))
        .collect();
    if rules.is_empty() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let mut standings = Vec::new();
    for rule in rules {
        let Some(key) = key(&app, &parts, rule.by()).await else {
            continue;
        };
        standings.extend(app.settings.limits.count(rule, &key));
        // What one rule refuses is counted by no other.
        if standings.last().is_some_and(|standing| standing.refused) {
            break;
        }
    }
    let request = Request::from_parts(parts, body);
    let mut response = match standings.last() {
        Some(standing) if standing.refused => {
            let window = standing.quota.seconds.get();
            let renderer = surfaces::renderer(request.uri().path());
            Deferred::new(Problem::RateLimited { window }, renderer).into_response()
        }
        _ => next.run(request).await,
    };
    tell(&mut response, &standings);
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
        By::Credential | By::Creditor => {
            let credential = Credential::of_header(&parts.headers)?;
            let whence = Asked::whence_of(parts);
            // Only what is valid is remembered, so that nobody fills the memory with inventions.
            let actor = app.actors.actor(app, credential, &whence).await.ok()?;
            Some(match by {
                By::Creditor => Key::Creditor(actor.creditor),
                _ => Key::Credential(hash_key(credential.text())),
            })
        }
    }
}

/// Tells how the caller stands by each rule.
fn tell(response: &mut Response, standings: &[Standing]) {
    let (mut policies, mut limits) = (Vec::new(), Vec::new());
    for Standing {
        rule, quota, left, ..
    } in standings
    {
        let name = rule.name();
        let (requests, seconds) = (quota.requests, quota.seconds);
        policies.push(format!("\"{name}\";q={requests};w={seconds}"));
        limits.push(format!("\"{name}\";r={left};t={}", quota.whole_in(*left)));
    }
    for (header, items) in [(POLICY, policies), (LIMIT, limits)] {
        if items.is_empty() {
            continue;
        }
        if let Ok(value) = HeaderValue::from_str(&items.join(", ")) {
            response.headers_mut().insert(header, value);
        }
    }
}
