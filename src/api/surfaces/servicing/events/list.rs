//! `GET /api/v1/events`: what happened after a sequence, a page at a time.

use super::view;
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use crate::query::Parameters;
use crate::surfaces::servicing::Servicing;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;
use serde_json::json;
use std::time::Duration;

/// Events of a page at most.
const MOST: i64 = 1_000;
/// Seconds that a request can wait at most.
const LONGEST: i64 = 60;

pub fn endpoint() -> Endpoint {
    let events = Schema::list(view::schema());
    Endpoint::get("/api/v1/events", "list_events", list)
        .says(
            "What happened",
            "Every event of the creditor's book after a sequence, oldest first and without a gap. \
             With `wait`, a request that would get none waits for the next one, whichever server \
             records it.",
        )
        .needs(KeyRole::Viewer, "events:read")
        .query(
            "after",
            position_schema(),
            "The sequence of the last event that is known, `0` for none, or `now` for those to come.",
        )
        .query(
            "limit",
            Schema::integer(10).with("default", json!(100)),
            "Events of a page: brought within 1 to 1,000.",
        )
        .query(
            "wait",
            Schema::integer(1).with("default", json!(0)),
            "Seconds to wait for an event when there is none: brought within 0 to 60.",
        )
        .replies(
            StatusCode::OK,
            "The page.",
            Schema::object()
                .told("events", events, "The events, oldest first.")
                .told(
                    "next",
                    Schema::integer(42),
                    "What `after` is to be for the next page.",
                )
                .told(
                    "has_more",
                    Schema::boolean(false),
                    "Whether there are more events already.",
                )
                .named("EventPage"),
        )
}

/// A sequence, or `now`.
pub fn position_schema() -> Schema {
    Schema::integer(1).with("type", json!(["integer", "string"]))
}

async fn list(
    State(app): State<App>,
    caller: Caller<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let limit = parameters.clamped("limit", 1, MOST, 100)?.unsigned_abs();
    let limit = usize::try_from(limit).unwrap_or(1);
    let wait = parameters.clamped("wait", 0, LONGEST, 0)?.unsigned_abs();
    let creditor = caller.creditor;
    let after = view::position(&app, creditor, view::after(&parameters)).await?;
    // One more than is shown says whether there are more.
    let mut events = view::read(&app, creditor, after, limit + 1).await?;
    if events.is_empty() && wait > 0 {
        let place = app.waiting.clone().try_acquire_owned();
        let _place = place.map_err(|_| Problem::Unavailable)?;
        let mut head = app.heads.watch(creditor);
        // Whatever ended the wait, what there is by now is the answer.
        let _ = tokio::time::timeout(Duration::from_secs(wait), head.beyond(after)).await;
        events = view::read(&app, creditor, after, limit + 1).await?;
    }
    let has_more = events.len() > limit;
    events.truncate(limit);
    let next = events.last().map_or(after, |event| event.sequence);
    let body = json!({ "events": events, "next": next, "has_more": has_more });
    Ok(json_response(StatusCode::OK, json(&body)))
}
