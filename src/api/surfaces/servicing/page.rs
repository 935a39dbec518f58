//! Pages as react-admin asks for them: `range=[0,24]`, answered with `Content-Range`.

use crate::problem::{Problem, json_response};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;

/// Rows of a page at most.
const MOST: i64 = 1_000;

/// The query of a list; each part is a JSON text.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    range: Option<String>,
    sort: Option<String>,
    filter: Option<String>,
}

/// What a list is asked for.
#[derive(Debug)]
pub struct Page {
    pub first: i64,
    pub limit: i64,
    pub newest_first: bool,
    pub status: Option<String>,
}

impl ListQuery {
    /// The page asked for: `[0,24]` newest first unless said otherwise.
    pub fn page(&self) -> Result<Page, Problem> {
        let (first, last) = match &self.range {
            None => (0, 24),
            Some(text) => serde_json::from_str::<(i64, i64)>(text)
                .ok()
                .filter(|(first, last)| 0 <= *first && first <= last && last - first < MOST)
                .ok_or_else(|| {
                    let message = format!("must be [first,last], at most {MOST} rows");
                    Problem::invalid("range", message)
                })?,
        };
        let newest_first = match &self.sort {
            None => true,
            Some(text) => match serde_json::from_str::<(String, String)>(text) {
                Ok((field, order)) if field == "created_at" || field == "id" => {
                    !order.eq_ignore_ascii_case("asc")
                }
                _ => {
                    let message = "must be [\"created_at\",\"ASC\"] or [\"created_at\",\"DESC\"]";
                    return Err(Problem::invalid("sort", message));
                }
            },
        };
        Ok(Page {
            first,
            limit: last - first + 1,
            newest_first,
            status: self.status()?,
        })
    }

    fn status(&self) -> Result<Option<String>, Problem> {
        let Some(text) = &self.filter else {
            return Ok(None);
        };
        let filter: Value = serde_json::from_str(text)
            .map_err(|_| Problem::invalid("filter", "must be a JSON object"))?;
        let members = filter
            .as_object()
            .ok_or(Problem::invalid("filter", "must be a JSON object"))?;
        if let Some(unknown) = members.keys().find(|key| *key != "status") {
            return Err(Problem::invalid(
                "filter",
                format!("cannot filter by {unknown}"),
            ));
        }
        match members.get("status") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(status)) => Ok(Some(status.clone())),
            Some(_) => Err(Problem::invalid("filter", "status must be a string")),
        }
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
