//! Pages by cursor: `per_page` records after the record whose id is the cursor.

use super::render::Plans;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, json_response};
use crate::query::Parameters;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde_json::{Value, json as object};

/// Which records are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Records have higher ids than this.
    pub after: i64,
    pub limit: i64,
}

impl Page {
    /// Declares the parameters.
    pub fn declare(endpoint: Endpoint) -> Endpoint {
        endpoint
            .query(
                "cursor",
                Schema::text("2603746"),
                "The id after which the page begins.",
            )
            .query(
                "per_page",
                Schema::integer(100)
                    .with("minimum", 1.into())
                    .with("maximum", 500.into()),
                "How many records a page has at most.",
            )
    }

    /// The shape of a page of these.
    pub fn schema(of: Schema) -> Schema {
        let pagination = Schema::object().field("cursor", Schema::text("2603746"));
        Schema::object()
            .field("data", Schema::list(of))
            .optional("pagination", pagination)
    }

    /// # Errors
    /// [`Problem::Invalid`].
    pub fn of(parameters: &Parameters<Plans>) -> Result<Page, Problem> {
        Ok(Page {
            after: parameters.within("cursor", 0, i64::MAX, 0)?,
            limit: parameters.within("per_page", 1, 500, 100)?,
        })
    }

    /// The page; `next` is the last id on it when there are more.
    pub fn respond(data: Vec<Value>, next: Option<i64>) -> Response {
        let mut body = object!({ "data": data });
        if let Some(cursor) = next {
            body["pagination"] = object!({ "cursor": cursor.to_string() });
        }
        json_response(StatusCode::OK, json(&body))
    }
}

/// A moment as callers write it, ISO 8601.
///
/// # Errors
/// [`Problem::Invalid`].
pub fn moment(
    parameters: &Parameters<Plans>,
    name: &str,
) -> Result<Option<DateTime<Utc>>, Problem> {
    let Some(text) = parameters.text(name) else {
        return Ok(None);
    };
    let parsed = DateTime::parse_from_rfc3339(text).map(|moment| moment.to_utc());
    let message = "must be a time such as 2023-11-07T05:31:56Z";
    parsed
        .map(Some)
        .map_err(|_| Problem::parameter(name, message))
}
