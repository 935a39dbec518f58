//! The two bodies of an upload: an array of placements in JSON, and a CSV sheet.

use super::place_body;
use crate::app::App;
use crate::asked::Asked;
use crate::body::{FieldError, Fields, collect};
use crate::digest::request_digest;
use crate::placement::Placement;
use crate::problem::{Problem, Rejected, Surface};
use crate::request_id::idempotency_key;
use crate::sheet::{Context, Rows, examine};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use chrono::NaiveDate;
use quittance_store::RequestKey;
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// A row, or everything that is wrong with it.
pub type Row = Result<Placement, Vec<FieldError>>;

/// What was uploaded, not looked into yet.
#[derive(Debug)]
pub struct Upload<S> {
    content: Content,
    pub request: Option<RequestKey>,
    pub request_id: String,
    surface: PhantomData<S>,
}

#[derive(Debug)]
enum Content {
    Json(Vec<Map<String, Value>>),
    Csv(Vec<u8>),
}

impl<S: Surface> FromRequest<App> for Upload<S> {
    type Rejection = Rejected<S>;

    async fn from_request(request: Request, _: &App) -> Result<Self, Rejected<S>> {
        let (parts, body) = request.into_parts();
        let key = idempotency_key(&parts.headers)?;
        let body = collect(body).await?;
        let content_type = parts.headers.get(CONTENT_TYPE);
        let is_csv = content_type
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| {
                value
                    .trim_start()
                    .to_ascii_lowercase()
                    .starts_with("text/csv")
            });
        let (content, canonical) = if is_csv {
            let text = Value::String(String::from_utf8_lossy(&body).into_owned());
            (Content::Csv(body.to_vec()), text)
        } else {
            let value: Value =
                serde_json::from_slice(&body).map_err(|error| Problem::Malformed {
                    message: error.to_string(),
                })?;
            (Content::Json(listed(&value)?), value)
        };
        let request = key.map(|id| RequestKey {
            id: id.into(),
            digest: request_digest(parts.method.as_str(), parts.uri.path(), &canonical),
        });
        Ok(Upload {
            content,
            request,
            request_id: Asked::id_of(&parts),
            surface: PhantomData,
        })
    }
}

/// The rows of an array, or of an object's member `accounts`.
fn listed(value: &Value) -> Result<Vec<Map<String, Value>>, Problem> {
    let rows = value.as_array().or_else(|| value["accounts"].as_array());
    let rows = rows.ok_or_else(|| Problem::Malformed {
        message: "the body must be an array of accounts".to_owned(),
    })?;
    let members = |(place, row): (usize, &Value)| {
        let wrong = || Problem::invalid(&format!("accounts[{place}]"), "must be an object");
        row.as_object().cloned().ok_or_else(wrong)
    };
    rows.iter().enumerate().map(members).collect()
}

impl<S> Upload<S> {
    /// Reads every row.
    ///
    /// # Errors
    /// [`Problem::Invalid`] when the sheet as a whole cannot be read.
    pub fn rows(&self, today: NaiveDate) -> Result<Vec<Row>, Problem> {
        match &self.content {
            Content::Json(rows) => Ok(rows.iter().map(|row| of_json(row, today)).collect()),
            Content::Csv(sheet) => of_csv(sheet, Context { today }),
        }
    }

    /// What the caller calls its own number of an account.
    pub fn reference(&self) -> &'static str {
        match self.content {
            Content::Json(_) => "creditorReference",
            Content::Csv(_) => "creditor_reference",
        }
    }
}

fn of_json(row: &Map<String, Value>, today: NaiveDate) -> Row {
    let mut fields = Fields::new(row.clone());
    let placement = place_body::placement(&mut fields, today);
    match fields.check() {
        Ok(()) => Ok(placement),
        Err(Problem::Invalid(wrong)) => Err(wrong),
        // Checking fields finds nothing else.
        Err(_) => Err(Vec::new()),
    }
}

fn of_csv(sheet: &[u8], context: Context) -> Result<Vec<Row>, Problem> {
    let wrong = |error: &dyn std::fmt::Display| Problem::invalid("body", error.to_string());
    examine(sheet).map_err(|error| wrong(&error))?;
    let rows = Rows::of(sheet, context).map_err(|error| wrong(&error))?;
    rows.map(|row| row.map(|row| row.placement).map_err(|error| wrong(&error)))
        .collect()
}
