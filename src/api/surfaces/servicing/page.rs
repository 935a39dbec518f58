//! Pages as react-admin asks for them: `range=[0,24]`, answered with `Content-Range`.

use super::render::Servicing;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, json_response};
use crate::query::Parameters;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::Value;

/// Rows of a page at most.
const MOST: i64 = 1_000;

/// What a list is asked for.
#[derive(Debug)]
pub struct Page {
    pub first: i64,
    pub limit: i64,
    pub newest_first: bool,
    pub status: Option<String>,
}

impl Page {
    /// Declares the parameters and the headers of a list.
    pub fn declare(endpoint: Endpoint) -> Endpoint {
        let json =
            |text: &str| Schema::text(text).with("contentMediaType", "application/json".into());
        endpoint
            .query(
                "range",
                json("[0,24]"),
                "First and last row, from 0; at most 1,000 rows.",
            )
            .query(
                "sort",
                json(r#"["created_at","DESC"]"#),
                "`[\"created_at\",\"DESC\"]`, which is what is done anyway, or `ASC`.",
            )
            .query(
                "filter",
                json(r#"{"status":"active"}"#),
                "A JSON object; `status` is known.",
            )
            .with_header(
                "Content-Range",
                "The rows shown, of how many: `items 0-24/100`.",
            )
    }

    /// The page asked for: `[0,24]` newest first unless said otherwise.
    pub fn of(parameters: &Parameters<Servicing>) -> Result<Page, Problem> {
        let (first, last) = match parameters.text("range") {
            None => (0, 24),
            Some(text) => serde_json::from_str::<(i64, i64)>(text)
                .ok()
                .filter(|(first, last)| 0 <= *first && first <= last && last - first < MOST)
                .ok_or_else(|| {
                    let message = format!("must be [first,last], at most {MOST} rows");
                    Problem::parameter("range", message)
                })?,
        };
        let newest_first = match parameters.text("sort") {
            None => true,
            Some(text) => match serde_json::from_str::<(String, String)>(text) {
                Ok((field, order)) if field == "created_at" || field == "id" => {
                    !order.eq_ignore_ascii_case("asc")
                }
                _ => {
                    let message = "must be [\"created_at\",\"ASC\"] or [\"created_at\",\"DESC\"]";
                    return Err(Problem::parameter("sort", message));
                }
            },
        };
        Ok(Page {
            first,
            limit: last - first + 1,
            newest_first,
            status: status(parameters)?,
        })
    }
}

fn status(parameters: &Parameters<Servicing>) -> Result<Option<String>, Problem> {
    let Some(text) = parameters.text("filter") else {
        return Ok(None);
    };
    let filter: Value = serde_json::from_str(text)
        .map_err(|_| Problem::parameter("filter", "must be a JSON object"))?;
    let members = filter
        .as_object()
        .ok_or(Problem::parameter("filter", "must be a JSON object"))?;
    if let Some(unknown) = members.keys().find(|key| *key != "status") {
        return Err(Problem::parameter(
            "filter",
            format!("cannot filter by {unknown}"),
        ));
    }
    match members.get("status") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(status)) => Ok(Some(status.clone())),
        Some(_) => Err(Problem::parameter("filter", "status must be a string")),
    }
}

/// A page of a list with its place in the whole.
pub fn respond(first: i64, total: i64, rows: &[Value]) -> Response {
    let body = serde_json::to_vec(rows).unwrap_or_default();
    let mut response = json_response(StatusCode::OK, body);
    let count = i64::try_from(rows.len()).unwrap_or_default();
    let last = (first + count - 1).max(first);
    let range = if count == 0 {
        format!("items 0-0/{total}")
    } else {
        format!("items {first}-{last}/{total}")
    };
    if let Ok(value) = HeaderValue::from_str(&range) {
        let headers = response.headers_mut();
        headers.insert(HeaderName::from_static("content-range"), value);
        let expose = HeaderValue::from_static("Content-Range");
        headers.insert(
            HeaderName::from_static("access-control-expose-headers"),
            expose,
        );
    }
    response
}
