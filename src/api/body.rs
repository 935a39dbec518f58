//! Request bodies: parsed once, pulled field by field, every wrong field named.

use crate::asked::Asked;
use crate::form;
use crate::openapi::{Schema, input};
use crate::problem::{Problem, Rejected, Surface};
use crate::request_id::idempotency_key;
use crate::strict;
use crate::values::{is_email, parse_percent};
use crate::{app::App, digest::request_digest};
use axum::body::Body as Incoming;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;
use chrono::NaiveDate;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use quittance_domain::interest::Rate;
use quittance_domain::money::parse_amount;
use quittance_domain::{Currency, Money};
use quittance_store::RequestKey;
use serde_json::{Map, Value, json};
use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;
use std::time::Duration;
use uuid::Uuid;

/// The largest body of an ordinary request.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// The longest that a client may take to send a body.
const BODY_TIME: Duration = Duration::from_secs(30);

/// The longest password that is looked at, in bytes.
const SECRET_LENGTH: usize = 1024;

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
/// [`Problem::BodyTooLarge`] above [`BODY_LIMIT`], and [`Problem::Malformed`] for one that breaks off
/// or takes longer than [`BODY_TIME`].
pub async fn collect(body: Incoming) -> Result<Bytes, Problem> {
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
        let body = collect(body).await?;
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

/// The members of a JSON object, taken one by one; what is wrong is gathered until [`Fields::check`].
///
/// A required field that is missing or wrong yields an empty value, which `check` never lets out.
#[derive(Debug, Default)]
pub struct Fields {
    members: Map<String, Value>,
    prefix: String,
    errors: Vec<FieldError>,
    /// The fields asked for so far, when they are being recorded.
    recorded: Option<Box<Schema>>,
}

impl Fields {
    pub fn new(members: Map<String, Value>) -> Fields {
        Fields {
            members,
            ..Fields::default()
        }
    }

    /// The members of an object within the body, named with this prefix in errors.
    pub fn named(members: Map<String, Value>, prefix: &str) -> Fields {
        Fields {
            members,
            prefix: prefix.to_owned(),
            ..Fields::default()
        }
    }

    /// Notes that a field is wrong.
    pub fn wrong(&mut self, name: &str, message: impl Into<String>) {
        let field = format!("{}{name}", self.prefix);
        self.errors.push(FieldError::new(field, message));
    }

    /// Whether the object has this member, null or not.
    pub fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// A member as it is, left where it is.
    pub fn peek(&self, name: &str) -> Option<&Value> {
        self.members.get(name)
    }

    /// Takes a member as it is; null is absent.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !value.is_null())
    }

    /// Takes a nested object, whose fields are named `name.field` in errors.
    pub fn object(&mut self, name: &str) -> Option<Fields> {
        if self.recorded.is_some() {
            return Some(Fields {
                prefix: format!("{}{name}.", self.prefix),
                recorded: Some(Box::new(Schema::object())),
                ..Fields::default()
            });
        }
        match self.take(name)? {
            Value::Object(members) => {
                Some(Fields::named(members, &format!("{}{name}.", self.prefix)))
            }
            _ => {
                self.wrong(name, "must be an object");
                None
            }
        }
    }

    /// Takes over what was wrong in a nested object.
    pub fn absorb(&mut self, nested: Fields) {
        if let Some(shape) = nested.recorded {
            let name = nested.prefix[self.prefix.len()..].trim_end_matches('.');
            self.note(name, || *shape);
        }
        self.errors.extend(nested.errors);
    }

    /// The shape of the body that `B` reads when these members are there.
    pub fn record<B: Body>(members: Map<String, Value>) -> Schema {
        let mut fields = Fields {
            members,
            recorded: Some(Box::new(Schema::object())),
            ..Fields::default()
        };
        let _ = B::read(&mut fields, &Given::on(NaiveDate::default()));
        fields.recorded.map_or_else(Schema::object, |shape| *shape)
    }

    /// Notes the shape of a field that is taken as it is; optional until it is asked for.
    pub fn note(&mut self, name: &str, shape: impl FnOnce() -> Schema) {
        if let Some(recorded) = &mut self.recorded {
            let known = std::mem::replace(&mut **recorded, Schema::object());
            **recorded = known.member(name, shape().or_null(), false, None);
        }
    }

    /// Notes that a field must be there.
    pub fn note_required(&mut self, name: &str) {
        if let Some(recorded) = &mut self.recorded {
            recorded.require(name);
        }
    }

    /// An optional text, trimmed, of at most `max` characters; an empty one is absent.
    pub fn text(&mut self, name: &str, max: usize) -> Option<String> {
        self.note(name, || input::text(max));
        match self.take(name)? {
            Value::String(text) => {
                let text = text.trim();
                if text.chars().count() > max {
                    self.wrong(name, format!("must have at most {max} characters"));
                    return None;
                }
                if text.contains('\0') {
                    self.wrong(name, "must not contain a null character");
                    return None;
                }
                (!text.is_empty()).then(|| text.to_owned())
            }
            _ => {
                self.wrong(name, "must be a string");
                None
            }
        }
    }

    pub fn required_text(&mut self, name: &str, max: usize) -> String {
        let before = self.errors.len();
        let text = self.text(name, max);
        self.required(name, before, text)
    }

    /// A required password or the like, exactly as it was given.
    pub fn secret(&mut self, name: &str) -> String {
        self.note(name, || input::secret(SECRET_LENGTH));
        self.note_required(name);
        match self.take(name) {
            Some(Value::String(text)) if (1..=SECRET_LENGTH).contains(&text.len()) => text,
            Some(Value::String(_)) => {
                self.wrong(name, format!("must have 1 to {SECRET_LENGTH} bytes"));
                String::new()
            }
            Some(_) => {
                self.wrong(name, "must be a string");
                String::new()
            }
            None => {
                self.wrong(name, "is required");
                String::new()
            }
        }
    }

    /// An optional UUID.
    pub fn uuid(&mut self, name: &str) -> Option<Uuid> {
        self.note(name, input::uuid);
        let value = self.take(name)?;
        let id = value.as_str().and_then(|text| Uuid::try_parse(text).ok());
        if id.is_none() {
            self.wrong(name, "must be a UUID");
        }
        id
    }

    /// An optional amount, as a JSON number or a string, exact.
    pub fn amount(&mut self, name: &str, currency: Currency) -> Option<Money> {
        self.note(name, input::amount);
        let text = match self.take(name)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => {
                self.wrong(name, "must be a number");
                return None;
            }
        };
        match parse_amount(&text, currency) {
            Ok(amount) => Some(amount),
            Err(error) => {
                self.wrong(name, error.to_string());
                None
            }
        }
    }

    pub fn required_amount(&mut self, name: &str, currency: Currency) -> Money {
        let before = self.errors.len();
        let amount = self.amount(name, currency);
        self.required(name, before, amount)
    }

    /// A required amount above zero.
    pub fn positive_amount(&mut self, name: &str, currency: Currency) -> Money {
        let before = self.errors.len();
        let amount = self.required_amount(name, currency);
        self.note(name, input::positive_amount);
        self.note_required(name);
        if self.errors.len() == before && !amount.is_positive() {
            self.wrong(name, "must be more than zero");
        }
        amount
    }

    /// An optional yearly rate as a decimal fraction.
    pub fn rate(&mut self, name: &str) -> Option<Rate> {
        self.parsed(name)
    }

    /// An optional decimal, as a JSON number or a string, read from its text.
    pub fn parsed<T: FromStr>(&mut self, name: &str) -> Option<T>
    where
        T::Err: Display,
    {
        self.note(name, input::rate);
        let text = match self.take(name)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => {
                self.wrong(name, "must be a number");
                return None;
            }
        };
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(name, format!("{error}"));
                None
            }
        }
    }

    /// An optional yearly rate in percent: `8.5` is 0.085.
    pub fn percent(&mut self, name: &str) -> Option<Rate> {
        self.note(name, input::rate);
        let text = match self.take(name)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => {
                self.wrong(name, "must be a yearly rate in percent, such as 8.5");
                return None;
            }
        };
        match parse_percent(&text) {
            Ok(rate) => Some(rate),
            Err(message) => {
                self.wrong(name, message);
                None
            }
        }
    }

    /// An optional e-mail address.
    pub fn email(&mut self, name: &str) -> Option<String> {
        let text = self.text(name, 254);
        self.note(name, input::email);
        let text = text?;
        if !is_email(&text) {
            self.wrong(name, "is not a valid email address");
            return None;
        }
        Some(text)
    }

    /// An optional date, `YYYY-MM-DD`.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        self.note(name, input::date);
        let value = self.take(name)?;
        let date = value.as_str().and_then(parse_date);
        if date.is_none() {
            self.wrong(name, DATE_FORM);
        }
        date
    }

    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        self.note(name, input::boolean);
        match self.take(name)? {
            Value::Bool(value) => Some(value),
            _ => {
                self.wrong(name, "must be true or false");
                None
            }
        }
    }

    /// An optional whole number within bounds.
    pub fn integer(&mut self, name: &str, min: i64, max: i64) -> Option<i64> {
        self.note(name, || input::integer(min, max));
        let value = self.take(name)?;
        let number = match &value {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        match number.filter(|number| (min..=max).contains(number)) {
            Some(number) => Some(number),
            None => {
                self.wrong(name, format!("must be a whole number from {min} to {max}"));
                None
            }
        }
    }

    /// An optional value out of a table of names.
    pub fn choice<T: Copy>(&mut self, name: &str, table: &[(&'static str, T)]) -> Option<T> {
        self.note(name, || Schema::name_of(table));
        let value = self.take(name)?;
        let found = value
            .as_str()
            .and_then(|text| table.iter().find(|(known, _)| *known == text))
            .map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = table.iter().map(|(known, _)| *known).collect();
            self.wrong(name, format!("must be one of {}", names.join(", ")));
        }
        found
    }

    /// A required value out of a table of names.
    pub fn required_choice<T: Copy>(
        &mut self,
        name: &str,
        table: &[(&'static str, T)],
    ) -> Option<T> {
        let before = self.errors.len();
        let choice = self.choice(name, table);
        self.note_required(name);
        if choice.is_none() && self.errors.len() == before {
            self.wrong(name, "is required");
        }
        choice
    }

    /// An optional text of exactly so many digits.
    pub fn digits(&mut self, name: &str, count: usize) -> Option<String> {
        let text = self.text(name, 40);
        self.note(name, || input::digits(count));
        let text = text?;
        if text.len() != count || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.wrong(name, format!("must be {count} digits"));
            return None;
        }
        Some(text)
    }

    /// An optional list.
    pub fn list(&mut self, name: &str) -> Option<Vec<Value>> {
        self.note(name, || Schema::of(json!({ "type": "array" })));
        match self.take(name)? {
            Value::Array(items) => Some(items),
            _ => {
                self.wrong(name, "must be an array");
                None
            }
        }
    }

    /// A value that must be there: says so when it is not and nothing else is wrong with it.
    pub fn required<T: Default>(
        &mut self,
        name: &str,
        errors_before: usize,
        value: Option<T>,
    ) -> T {
        self.note_required(name);
        if value.is_none() && self.errors.len() == errors_before {
            self.wrong(name, "is required");
        }
        value.unwrap_or_default()
    }

    /// How much is wrong so far.
    pub fn errors(&self) -> usize {
        self.errors.len()
    }

    /// Lets through only an object in which nothing was wrong.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every field that is.
    pub fn check(&mut self) -> Result<(), Problem> {
        if self.errors.is_empty() {
            return Ok(());
        }
        Err(Problem::Invalid(std::mem::take(&mut self.errors)))
    }
}

/// What is said of a text that is no date.
pub const DATE_FORM: &str = "must be a date, YYYY-MM-DD, from 1900 to 2200";

/// A date in exactly the form `YYYY-MM-DD`, in years that ledgers have.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike;
    let date = (text.len() == 10)
        .then(|| text.parse::<NaiveDate>().ok())
        .flatten()?;
    (1900..=2200).contains(&date.year()).then_some(date)
}
