//! The members of a JSON object, pulled one by one, every wrong one named.

use super::{Body, FieldError, Given};
use crate::openapi::Schema;
use crate::problem::Problem;
use chrono::NaiveDate;
use serde_json::{Map, Value};

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
