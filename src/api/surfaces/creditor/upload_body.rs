//! The bodies of an upload: an array of placements in JSON, and a CSV sheet, bare or in a form.

use super::place_body;
use crate::app::App;
use crate::asked::Asked;
use crate::body::{FieldError, Fields, collect};
use crate::digest::request_digest;
use crate::multipart;
use crate::placement::Placement;
use crate::problem::{Problem, Rejected, Surface};
use crate::request_id::idempotency_key;
use crate::sheet::{Context, Rows, examine};
use crate::strict;
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
        let body = collect(&parts.headers, body).await?;
        let content_type = parts.headers.get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let (content, canonical) = if let Some(sheet) = sheet(content_type, &body)? {
            let text = Value::String(String::from_utf8_lossy(sheet).into_owned());
            (Content::Csv(sheet.to_vec()), text)
        } else {
            let value = strict::parse(&body)?;
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

/// The sheet of a body that is one or holds one.
fn sheet<'a>(content_type: Option<&str>, body: &'a [u8]) -> Result<Option<&'a [u8]>, Problem> {
    let Some(content_type) = content_type else {
        return Ok(None);
    };
    if let Some(boundary) = multipart::boundary(content_type) {
        let file = multipart::file(body, boundary);
        return file
            .map(Some)
            .map_err(|message| Problem::invalid(multipart::MEMBER, message));
    }
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    Ok(essence.eq_ignore_ascii_case("text/csv").then_some(body))
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
