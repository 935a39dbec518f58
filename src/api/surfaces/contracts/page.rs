//! Pages by limit and offset, echoed with the total.

use super::render::Contracts;
use crate::command::json;
use crate::problem::json_response;
use crate::query::Parameters;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

/// Beyond any list there could be, and far from overflow.
const FURTHEST: i64 = 1_000_000_000_000;

/// Which rows of a list are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    pub limit: i64,
    pub offset: i64,
}

impl Page {
    /// 50 rows from the first unless said otherwise; what is out of range is brought into it.
    pub fn of(parameters: &Parameters<Contracts>) -> Page {
        Page {
            limit: parameters.clamped("limit", 1, 100, 50),
            offset: parameters.clamped("offset", 0, FURTHEST, 0),
        }
    }

    /// The rows under the list's own name, with the place of the page in the whole.
    pub fn respond(self, name: &str, rows: Vec<Value>, total: i64) -> Response {
        let body = json!({
            name: rows,
            "total": total,
            "limit": self.limit,
            "offset": self.offset,
        });
        json_response(StatusCode::OK, json(&body))
    }
}
