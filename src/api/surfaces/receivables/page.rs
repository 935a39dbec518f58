//! Pages by number, with the number of them.

use super::envelope;
use super::render::Receivables;
use crate::openapi::{Endpoint, Schema};
use crate::problem::Problem;
use crate::query::Parameters;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Beyond any list there could be, and far from overflow.
const MOST_PAGES: i64 = 1_000_000_000;
/// Rows of a page at most.
const MOST_ROWS: i64 = 100;

/// Which rows of a list are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    number: i64,
    size: i64,
}

impl Page {
    /// The first 20 unless said otherwise.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for a number that no page has.
    pub fn of(parameters: &Parameters<Receivables>) -> Result<Page, Problem> {
        Ok(Page {
            number: parameters.within("page", 1, MOST_PAGES, 1)?,
            size: parameters.within("per_page", 1, MOST_ROWS, 20)?,
        })
    }

    /// Declares the parameters of a list.
    pub fn declare(endpoint: Endpoint) -> Endpoint {
        let whole = |like: i64, most: i64| {
            let bounds = Schema::integer(like).with("minimum", json!(1));
            bounds.with("maximum", json!(most))
        };
        endpoint
            .query(
                "page",
                whole(1, MOST_PAGES).with("default", json!(1)),
                "The page, from 1.",
            )
            .query(
                "per_page",
                whole(20, MOST_ROWS).with("default", json!(20)),
                "Rows of a page.",
            )
    }

    /// The shape of a page of such rows.
    pub fn schema(row: Schema) -> Schema {
        let meta = Schema::object()
            .field("page", Schema::integer(1))
            .field("per_page", Schema::integer(20))
            .field("total", Schema::integer(1))
            .field("total_pages", Schema::integer(1));
        envelope::schema(StatusCode::OK, Schema::list(row)).field("meta", meta)
    }

    pub fn limit(self) -> i64 {
        self.size
    }

    pub fn offset(self) -> i64 {
        (self.number - 1) * self.size
    }

    pub fn meta(self, total: i64) -> Value {
        json!({
            "page": self.number,
            "per_page": self.size,
            "total": total,
            "total_pages": total.div_euclid(self.size) + i64::from(total % self.size > 0),
        })
    }
}
