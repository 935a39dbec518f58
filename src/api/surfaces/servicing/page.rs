//! Pages as react-admin asks for them: `range=[0,24]`, answered with `Content-Range`.

use super::render::Servicing;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, json_response};
use crate::query::Parameters;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use quittance_domain::AccountId;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Rows of a page at most.
const MOST: i64 = 1_000;

/// What a list is asked for.
#[derive(Debug)]
pub struct Page {
    pub first: i64,
    pub limit: i64,
    pub newest_first: bool,
    pub status: Option<String>,
    /// Only what belongs to this loan, where a list is of several.
    pub loan: Option<AccountId>,
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
        Page::filtered(parameters, &["status"])
    }

    /// The page asked for, of a list that can be filtered by these.
    pub fn filtered(parameters: &Parameters<Servicing>, by: &[&str]) -> Result<Page, Problem> {
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
        let filter = filter(parameters, by)?;
        Ok(Page {
            first,
            limit: last - first + 1,
            newest_first,
            status: known(&filter, "status")?.map(str::to_owned),
            // What cannot be an id is that of no loan.
            loan: known(&filter, "loan_id")?
                .map(|id| AccountId(Uuid::try_parse(id).unwrap_or_default())),
        })
    }
}

fn filter(parameters: &Parameters<Servicing>, by: &[&str]) -> Result<Map<String, Value>, Problem> {
    let Some(text) = parameters.text("filter") else {
        return Ok(Map::new());
    };
    let filter: Map<String, Value> = serde_json::from_str(text)
        .map_err(|_| Problem::parameter("filter", "must be a JSON object"))?;
    match filter.keys().find(|key| !by.contains(&key.as_str())) {
        None => Ok(filter),
        Some(unknown) => {
            let message = format!("cannot filter by {unknown}");
            Err(Problem::parameter("filter", message))
        }
    }
}

fn known<'a>(filter: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Problem> {
    match filter.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(value)) => Ok(Some(value)),
        Some(_) => {
            let message = format!("{name} must be a string");
            Err(Problem::parameter("filter", message))
        }
    }
}

/// Declares a list that is answered as a whole.
pub fn declare_whole(endpoint: Endpoint) -> Endpoint {
    endpoint.with_header("Content-Range", "All of them: `items 0-20/21`.")
}

/// A list as a whole, whatever part of it is asked for.
pub fn whole(rows: &[impl serde::Serialize]) -> Response {
    let rows: Vec<Value> = rows.iter().map(|row| json!(row)).collect();
    let total = i64::try_from(rows.len()).unwrap_or_default();
    respond(0, total, &rows)
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
