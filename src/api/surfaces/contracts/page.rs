//! Pages by limit and offset, echoed with the total.

use super::render::Contracts;
use crate::accounts;
use crate::app::App;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use crate::query::Parameters;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::CreditorId;
use serde_json::{Value, json};
use tokio_postgres::Row;

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
    ///
    /// # Errors
    /// [`Problem::Invalid`] for what is no whole number.
    pub fn of(parameters: &Parameters<Contracts>) -> Result<Page, Problem> {
        Ok(Page {
            limit: parameters.clamped("limit", 1, 100, 50)?,
            offset: parameters.clamped("offset", 0, FURTHEST, 0)?,
        })
    }

    /// Declares the parameters of a list.
    pub fn declare(endpoint: Endpoint) -> Endpoint {
        endpoint
            .query(
                "limit",
                Schema::integer(10).with("default", json!(50)),
                "Rows of a page: brought within 1 to 100.",
            )
            .query(
                "offset",
                Schema::integer(0).with("default", json!(0)),
                "Rows to pass over; none when it is less than 0.",
            )
    }

    /// The shape of a page of such rows.
    pub fn schema(name: &str, row: Schema) -> Schema {
        Schema::object()
            .field(name, Schema::list(row))
            .field("total", Schema::integer(1))
            .field("limit", Schema::integer(10))
            .field("offset", Schema::integer(0))
    }

    /// The creditor's rows under the list's own name, which is also that of their counter, with the
    /// place of the page in the whole; `sql` takes the creditor, the limit and the offset.
    ///
    /// # Errors
    /// When the rows cannot be read, or a row is not what `view` expects.
    pub async fn read(
        self,
        app: &App,
        creditor: CreditorId,
        name: &str,
        sql: &'static str,
        view: impl Fn(&App, &Row) -> Result<Value, Problem>,
    ) -> Result<Response, Rejected<Contracts>> {
        let mut reader = app.readers.of(creditor).await?;
        let counters = [name.to_owned()];
        let total = accounts::total(&mut reader, creditor, &counters).await?;
        let rows = reader
            .query(sql, &[&creditor.0, &self.limit, &self.offset])
            .await?;
        drop(reader);
        let rows: Result<Vec<Value>, Problem> = rows.iter().map(|row| view(app, row)).collect();
        Ok(self.respond(name, rows?, total))
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
