//! Request bodies: parsed once, pulled field by field, every wrong field named.

mod fields;
mod values;

pub use fields::Fields;
pub use values::{DATE_FORM, bounded, parse_date};

use crate::asked::Asked;
use crate::form;
use crate::problem::{Problem, Rejected, Surface};
use crate::request_id::idempotency_key;
use crate::strict;
use crate::{app::App, digest::request_digest};
use axum::body::Body as Incoming;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use bytes::Bytes;
use chrono::NaiveDate;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use quittance_domain::Currency;
use quittance_store::RequestKey;
use serde_json::{Map, Value};
use std::marker::PhantomData;
use std::time::Duration;

/// The largest body of an ordinary request.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// The longest that a client may take to send a body.
const BODY_TIME: Duration = Duration::from_secs(30);

/// A field, parameter or header, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    pub field: String,
    pub message: String,
    /// For the surfaces that say where the value was.
    #[serde(skip)]
    pub place: Place,
}

/// Where in a request a value was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    Body,
    Query,
    Header,
    Path,
}

impl FieldError {
    /// A field of the body.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> FieldError {
        FieldError {
            field: field.into(),
            message: message.into(),
            place: Place::Body,
        }
    }
}

/// A request body, read from its fields; the reading is recorded as its published schema.
pub trait Body: Sized {
    /// Takes the fields; what is wrong is gathered in `fields`.
    ///
    /// Which fields are taken may depend on which are there ([`Fields::has`]) and on nothing else.
    fn read(fields: &mut Fields, given: &Given) -> Self;
}

/// A body that says nothing; members that it has are not looked at.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

impl Body for Nothing {
    fn read(_: &mut Fields, _: &Given) -> Nothing {
        Nothing
    }
}

/// What a body is read with.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// Of its amounts.
    pub currency: Currency,
    pub today: NaiveDate,
}

impl Given {
    /// A body that names its currency itself, or has US dollars.
    pub fn on(today: NaiveDate) -> Given {
        Given {
            currency: Currency::USD,
            today,
        }
    }
}

/// Reads a whole body.
///
/// # Errors
/// [`Problem::BodyEncoded`] for one that would have to be decoded first, [`Problem::BodyTooLarge`]
/// above [`BODY_LIMIT`], and [`Problem::Malformed`] for one that breaks off or takes longer than
/// [`BODY_TIME`].
pub async fn collect(headers: &HeaderMap, body: Incoming) -> Result<Bytes, Problem> {
    if is_encoded(headers) {
        return Err(Problem::BodyEncoded);
    }
    let malformed = |message: &str| Problem::Malformed {
        message: message.to_owned(),
    };
    let collecting = Limited::new(body, BODY_LIMIT).collect();
    match tokio::time::timeout(BODY_TIME, collecting).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            Err(Problem::BodyTooLarge { limit: BODY_LIMIT })
        }
        Ok(Err(_)) => Err(malformed("the body broke off")),
        Err(_) => Err(malformed("the body took too long")),
    }
}

/// The body of a request to surface `S`: a JSON object, with what identifies the request.
#[derive(Debug)]
pub struct Payload<S> {
    pub fields: Fields,
    pub request: Option<RequestKey>,
    pub request_id: String,
    surface: PhantomData<S>,
}

impl<S: Surface> FromRequest<App> for Payload<S> {
    type Rejection = Rejected<S>;

    async fn from_request(request: Request, _: &App) -> Result<Self, Rejected<S>> {
        let (parts, body) = request.into_parts();
        let key = if S::ABOUT.heeds_request_ids {
            idempotency_key(&parts.headers)?
        } else {
            None
        };
        let body = collect(&parts.headers, body).await?;
        let value: Value = if body.is_empty() {
            Value::Object(Map::new())
        } else if S::FORMS && is_form(&parts.headers) && !is_object(&body) {
            form::parse(&body).map_err(|message| Problem::Malformed { message })?
        } else {
            strict::parse(&body)?
        };
        let request = key.map(|id| RequestKey {
            id: id.into(),
            digest: request_digest(parts.method.as_str(), parts.uri.path(), &value),
        });
        let Value::Object(members) = value else {
            let message = "the body must be a JSON object".to_owned();
            return Err(Problem::Malformed { message }.into());
        };
        Ok(Payload {
            fields: Fields::new(members),
            request,
            request_id: Asked::id_of(&parts),
            surface: PhantomData,
        })
    }
}

impl<S> Payload<S> {
    /// Reads the body.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every field that is wrong.
    pub fn read<B: Body>(&mut self, given: &Given) -> Result<B, Problem> {
        let body = B::read(&mut self.fields, given);
        self.fields.check()?;
        Ok(body)
    }
}

/// Whether a body is compressed: a small one may hold any amount, so none is taken.
fn is_encoded(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
    encodings.any(|value| {
        let value = value.as_bytes().trim_ascii();
        !value.is_empty() && !value.eq_ignore_ascii_case(b"identity")
    })
}

/// Whether a body begins as a JSON object, which no form does: `curl -d` calls whatever it sends a
/// form unless it is told otherwise.
fn is_object(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"{")
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|text| text.split(';').next());
    essence.is_some_and(|text| {
        let form = "application/x-www-form-urlencoded";
        text.trim().eq_ignore_ascii_case(form)
    })
}
