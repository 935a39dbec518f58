//! Lists as react-admin asks for them: `range=[0,24]`, answered with `Content-Range`.
//!
//! Shape: a [`List`] says what can be asked for; [`asked`] reads it into a [`Page`], which a statement
//! or [`rows::cut`] answers.

mod asked;
pub mod rows;
mod thousandths;

pub use asked::{ReadId, Sort, digits, uuid};
pub use thousandths::THOUSANDTHS;

use super::render::Servicing;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, json_response};
use crate::query::Parameters;
use asked::Filter;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::Value;
use tokio_postgres::Row;
use uuid::Uuid;

/// Rows of a page unless a range is asked for.
const ROWS: i64 = 25;

/// What a list can be asked for.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// How its ids are written.
    id: ReadId,
    /// What it can be filtered by, beside ids.
    filters: &'static [&'static str],
    /// What it can be sorted by, beside the order of recording.
    sorts: &'static [&'static str],
    /// Pages, the newest first; or else everything at once, the oldest first.
    is_paged: bool,
}

/// What of a list is asked for.
#[derive(Debug)]
pub struct Page {
    pub first: i64,
    pub limit: i64,
    pub sort: Sort,
    pub filter: Filter,
    /// Only these.
    pub ids: Option<Vec<String>>,
}

impl List {
    /// A list in pages, the newest first.
    pub const fn paged(
        id: ReadId,
        filters: &'static [&'static str],
        sorts: &'static [&'static str],
    ) -> List {
        List {
            id,
            filters,
            sorts,
            is_paged: true,
        }
    }

    /// A list that is shown as a whole unless a part is asked for, the oldest first.
    pub const fn whole(
        id: ReadId,
        filters: &'static [&'static str],
        sorts: &'static [&'static str],
    ) -> List {
        List {
            id,
            filters,
            sorts,
            is_paged: false,
        }
    }

    /// Declares the parameters and the header of the list.
    pub fn declare(self, endpoint: Endpoint) -> Endpoint {
        let json =
            |text: &str| Schema::text(text).with("contentMediaType", "application/json".into());
        let (range, sort) = if self.is_paged {
            ("`[0,24]` unless said otherwise", "the newest first")
        } else {
            ("all of them unless said otherwise", "the oldest first")
        };
        let range = format!("First and last row, from 0, at most 1,000 rows; {range}.");
        let sort = format!(
            "A column and `ASC` or `DESC`; {sort} unless said otherwise. Columns: {}.",
            quoted(&[&asked::RECORDED, self.sorts].concat())
        );
        let filter = format!(
            "A JSON object; `id` or `ids` takes a list of at most 100. It knows {}.",
            quoted(&[&asked::IDS, self.filters].concat())
        );
        endpoint
            .query("range", json("[0,24]"), &range)
            .query("sort", json(r#"["created_at","DESC"]"#), &sort)
            .query("filter", json("{}"), &filter)
            .with_header(
                "Content-Range",
                "The rows shown, of how many there are: `items 0-24/100`, or `items */100` where \
                 the range is beyond them.",
            )
    }

    /// What is asked for.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for what the list does not know.
    pub fn asked(self, parameters: &Parameters<Servicing>) -> Result<Page, Problem> {
        let rows = if self.is_paged { ROWS } else { i64::MAX };
        let (first, limit) = asked::range(parameters)?.unwrap_or((0, rows));
        let recorded = Sort {
            by: asked::RECORDED[0].to_owned(),
            descending: self.is_paged,
        };
        let filter = Filter::of(parameters, self.filters)?;
        Ok(Page {
            first,
            limit,
            sort: asked::sort(parameters, self.sorts)?.unwrap_or(recorded),
            ids: filter.ids(self.id)?,
            filter,
        })
    }
}

fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// How many rows there are in all, and those of the page, of a statement that always says the total:
/// one without an `id` stands for no row.
pub fn counted<'a>(found: &'a [Row], id: &str) -> (i64, &'a [Row]) {
    let total = found.first().map_or(0, |row| row.get("total"));
    let is_row = |row: &Row| row.get::<_, Option<Uuid>>(id).is_some();
    match found {
        [one] if !is_row(one) => (total, &[]),
        found => (total, found),
    }
}

/// A page of a list with its place in the whole.
pub fn respond(first: i64, total: i64, rows: &[Value]) -> Response {
    let body = serde_json::to_vec(rows).unwrap_or_default();
    let mut response = json_response(StatusCode::OK, body);
    let count = i64::try_from(rows.len()).unwrap_or_default();
    let range = match (count, total) {
        (0, 0) => "items 0-0/0".to_owned(),
        (0, _) => format!("items */{total}"),
        _ => format!("items {first}-{}/{total}", first + count - 1),
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
