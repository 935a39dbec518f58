//! The envelope that every reply stands in.

use crate::body::FieldError;
use crate::command::json;
use crate::openapi::Schema;
use crate::problem::{Rendered, json_response};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};

#[derive(Serialize)]
struct Success<'a> {
    success: bool,
    status_code: u16,
    message: &'a str,
    data: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<Value>,
}

#[derive(Serialize)]
struct Failure<'a> {
    success: bool,
    status_code: u16,
    message: &'a str,
    errors: &'a [Wrong<'a>],
    meta: Map<String, Value>,
}

/// A field and what is wrong with it.
#[derive(Debug, Serialize)]
pub struct Wrong<'a> {
    pub field: &'a str,
    pub error: &'a str,
}

impl<'a> Wrong<'a> {
    pub fn of(error: &'a FieldError) -> Wrong<'a> {
        Wrong {
            field: &error.field,
            error: &error.message,
        }
    }
}

/// The shape of a reply with such data.
pub fn schema(status: StatusCode, data: Schema) -> Schema {
    Schema::object()
        .field("success", Schema::boolean(true))
        .field("status_code", Schema::integer(status.as_u16().into()))
        .field("message", Schema::text("Payment recorded"))
        .field("data", data)
}

/// What was asked for, as the text of a reply.
pub fn text(status: StatusCode, message: &str, data: &Value) -> Vec<u8> {
    json(&Success {
        success: true,
        status_code: status.as_u16(),
        message,
        data,
        meta: None,
    })
}

/// What was asked for.
pub fn reply(message: &str, data: &Value) -> Response {
    json_response(StatusCode::OK, text(StatusCode::OK, message, data))
}

/// A page of a list, with its place in the whole.
pub fn page(message: &str, data: Vec<Value>, meta: Value) -> Response {
    let body = json(&Success {
        success: true,
        status_code: 200,
        message,
        data: &Value::Array(data),
        meta: Some(meta),
    });
    json_response(StatusCode::OK, body)
}

/// Why it was not done.
pub fn failure(status: StatusCode, message: &str, errors: &[Wrong<'_>]) -> Rendered {
    Rendered::json(
        status,
        &Failure {
            success: false,
            status_code: status.as_u16(),
            message,
            errors,
            meta: Map::new(),
        },
    )
}
