//! `GET /api/v1/events/stream`: the feed as Server-Sent Events (WHATWG HTML, section 9.2).

use super::list::position_schema;
use super::view::{self, Told};
use crate::app::App;
use crate::auth::Lasting;
use crate::body::Place;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use crate::surfaces::servicing::Servicing;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use quittance_store::heads::Head;
use quittance_store::keys::KeyRole;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;

/// Events read at once.
const PAGE: usize = 256;
/// After so long without an event a comment is sent, and whether the caller still may is looked at.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long a browser is to wait before it comes back, in milliseconds.
const RETRY: &str = "retry: 1000\n\n";

pub fn endpoint() -> Endpoint {
    let data =
        Schema::text("{\"sequence\":42}").with("contentMediaType", "application/json".into());
    Endpoint::get("/api/v1/events/stream", "stream_events", follow)
        .says(
            "What happens",
            "Server-Sent Events without an end: each `id` is a sequence, each `data` an event as \
             `GET /api/v1/events` lists it. A client that comes back with `Last-Event-ID`, as \
             browsers do by themselves, misses nothing. A comment comes when nothing has happened \
             for five seconds. The stream ends when the caller's credential does.",
        )
        .needs(KeyRole::Viewer, "events:read")
        .query(
            "after",
            position_schema(),
            "Where to begin when there is no `Last-Event-ID`: the sequence of the last event that is \
             known, `0` for the first, or `now`.",
        )
        .replies(
            StatusCode::OK,
            "The stream.",
            Schema::object()
                .told("id", Schema::text("42"), "The event's sequence.")
                .told("data", data, "The event, as text."),
        )
        .as_content("text/event-stream")
}

async fn follow(
    State(app): State<App>,
    lasting: Lasting<Servicing>,
    parameters: Parameters<Servicing>,
    headers: HeaderMap,
) -> Result<Response, Rejected<Servicing>> {
    let creditor = lasting.caller.creditor;
    let last = headers.get("last-event-id");
    let last = last.map(|value| value.to_str().unwrap_or("?").trim());
    let from = match last.filter(|text| !text.is_empty()) {
        Some(text) => ("Last-Event-ID", Some(text), Place::Header),
        None => view::after(&parameters),
    };
    let after = view::position(&app, creditor, from).await?;
    let place = app.waiting.clone().try_acquire_owned();
    let follower = Follower {
        head: app.heads.watch(creditor),
        place: place.map_err(|_| Problem::Unavailable)?,
        app,
        lasting,
        after,
    };
    let begun = stream::iter([Ok(Bytes::from_static(RETRY.as_bytes()))]);
    let events = stream::unfold(follower, async |mut follower| {
        let chunk = follower.next().await?;
        Some((Ok::<_, Infallible>(chunk), follower))
    });
    let body = Body::from_stream(futures_util::StreamExt::chain(begun, events));
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-store"),
        // Proxies that gather replies are to let this one through as it comes.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, body).into_response())
}

/// Somebody who follows a book.
struct Follower {
    app: App,
    lasting: Lasting<Servicing>,
    head: Head,
    after: u64,
    /// One of the requests that may wait at once.
    #[expect(dead_code, reason = "held for as long as the stream lasts")]
    place: OwnedSemaphorePermit,
}

impl Follower {
    /// What is sent next; nothing when the stream is to end.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if !self.lasting.may_go_on(&self.app).await {
                return None;
            }
            let creditor = self.lasting.caller.creditor;
            // The client comes back by itself when the database is away.
            let read = view::read(&self.app, creditor, self.after, PAGE).await;
            let events = read.ok()?;
            if let Some(last) = events.last() {
                self.after = last.sequence;
                return Some(written(&events));
            }
            tokio::select! {
                longer = self.head.beyond(self.after) => longer.ok()?,
                () = tokio::time::sleep(HEARTBEAT) => return Some(Bytes::from_static(b":\n\n")),
            }
        }
    }
}

/// Events as the format has them; JSON text has no line breaks.
fn written(events: &[Told]) -> Bytes {
    let mut out = Vec::with_capacity(events.len() * 512);
    for event in events {
        out.extend_from_slice(b"id: ");
        out.extend_from_slice(event.sequence.to_string().as_bytes());
        out.extend_from_slice(b"\ndata: ");
        // Plain data with text keys, so there is nothing that could not be written.
        let _ = serde_json::to_writer(&mut out, event);
        out.extend_from_slice(b"\n\n");
    }
    out.into()
}
